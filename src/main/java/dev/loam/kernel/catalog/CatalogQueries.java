package dev.loam.kernel.catalog;

import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Runs the queries that lie beside this class.
///
/// Each runs with an empty search path, so that PostgreSQL qualifies every name it prints, and
/// without JIT, which costs more than it saves on catalog queries.
final class CatalogQueries {
    private static final int BATCH_ROWS = 200;
    private static final Session SESSION = new Session(null,
            List.of(new Session.Setting("search_path", ""), new Session.Setting("jit", "off")),
            Session.Access.READ_ONLY, null, List.of());

    private final Database database;
    private final Run run;

    CatalogQueries(Database database, Run run) {
        this.database = database;
        this.run = run;
    }

    /// All rows of a query, every placeholder of which takes the same array of names.
    Rows rows(String query, List<String> names) throws CatalogUnreadable {
        Outcome outcome = database.run(sql(query, names), SESSION, run);
        if (outcome instanceof Rows rows) {
            return rows;
        }
        throw new CatalogUnreadable(query, outcome);
    }

    /// Rows in batches, for those that may be large.
    void stream(String query, Consumer<Rows> batches) throws CatalogUnreadable {
        Outcome outcome;
        try {
            outcome = database.stream(sql(query, List.of()), SESSION, run, BATCH_ROWS,
                    batches::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!(outcome instanceof Rows)) {
            throw new CatalogUnreadable(query, outcome);
        }
    }

    private static Sql sql(String query, List<String> names) {
        String text = text(query);
        Sql.Bind bind = Sql.Bind.of(array(names));
        int binds = (int) text.chars().filter(c -> c == '?').count();
        return Sql.of(text, Stream.generate(() -> bind).limit(binds)
                .toArray(Sql.Bind[]::new));
    }

    private static String text(String query) {
        try (InputStream file = CatalogQueries.class.getResourceAsStream(query + ".sql")) {
            return new String(Objects.requireNonNull(file, query).readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An array in PostgreSQL's text form, every element quoted.
    static String array(List<String> names) {
        var text = new StringBuilder("{");
        for (String name : names) {
            text.append(text.length() == 1 ? "\"" : ",\"")
                    .append(name.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return text.append('}').toString();
    }
}
