package dev.loam.spec.random;

import java.util.List;
import java.util.stream.Collectors;

/// SQL spelled by hand, so that nothing here is asked of the writer under test.
final class Sql {
    /// The schema that is served, of an odd name itself.
    static final String SCHEMA = "rnd.Api?";

    private Sql() {
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /// A name in the served schema.
    static String name(String name) {
        return quoted(SCHEMA) + "." + quoted(name);
    }

    static String text(String value) {
        return "E'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    static String list(List<String> identifiers) {
        return identifiers.stream().map(Sql::quoted).collect(Collectors.joining(", "));
    }
}
