package dev.loam.kernel.lineage;

import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Transaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Runs the queries that lie beside this class in one transaction; `$1` in one is its only bind.
///
/// With an empty search path, so that PostgreSQL qualifies every name it prints, and without JIT,
/// which costs more than it saves on queries of the catalog.
final class LineageQueries {
    /// One snapshot for all of them.
    static final Session SESSION = new Session(null, List.of(
            new Session.Setting("search_path", ""), new Session.Setting("jit", "off"),
            new Session.Setting("max_parallel_workers_per_gather", "0")),
            Session.Access.READ_ONLY, Session.Isolation.REPEATABLE_READ, List.of());

    private final Transaction transaction;

    LineageQueries(Transaction transaction) {
        this.transaction = transaction;
    }

    /// All rows of a query.
    Rows rows(String query, List<String> binds) throws LineageUnreadable {
        Sql.Bind[] given = binds.stream().map(Sql.Bind::of).toArray(Sql.Bind[]::new);
        Outcome outcome = transaction.run(
                Sql.of(text(query).replace("$1", "?"), given), SESSION);
        if (outcome instanceof Rows rows) {
            return rows;
        }
        throw new LineageUnreadable(query, outcome);
    }

    Rows rows(String query) throws LineageUnreadable {
        return rows(query, List.of());
    }

    /// Comments may name a bind and must not count.
    private static String text(String query) {
        try (InputStream file = LineageQueries.class.getResourceAsStream(query + ".sql")) {
            String text = new String(Objects.requireNonNull(file, query).readAllBytes(),
                    StandardCharsets.UTF_8);
            return text.replaceAll("(?m)^ *--.*\n", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
