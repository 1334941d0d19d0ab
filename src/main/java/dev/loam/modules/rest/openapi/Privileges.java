package dev.loam.modules.rest.openapi;

import dev.loam.ports.database.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Asks PostgreSQL what the current role may use.
public final class Privileges {
    private static final String TEXT = text();

    private Privileges() {
    }

    /// Yields one row with one JSON text, for [#visible].
    public static Sql sql(String schema) {
        return Sql.of(TEXT, Sql.Bind.of(schema), Sql.Bind.of(schema));
    }

    public static OpenApi.Visible visible(byte[] json) {
        JsonNode found = Json.MAPPER.readTree(json);
        return new OpenApi.Visible(names(found.path("relations")), names(found.path("functions")));
    }

    private static Set<String> names(JsonNode array) {
        Set<String> names = new HashSet<>();
        array.forEach(name -> names.add(name.asString()));
        return names;
    }

    private static String text() {
        try (InputStream sql = Privileges.class.getResourceAsStream("visible.sql")) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
