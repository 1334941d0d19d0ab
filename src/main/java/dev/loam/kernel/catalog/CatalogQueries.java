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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Runs the queries that lie beside this class; `$1` in one is its first bind.
///
/// Each runs with an empty search path, so that PostgreSQL qualifies every name it prints; planned
/// for its own binds, which may be one object or a thousand; and with neither JIT, which costs more
/// than it saves on catalog queries, nor parallel workers, which requests may need.
final class CatalogQueries {
    private static final int BATCH_ROWS = 200;
    private static final Pattern BIND = Pattern.compile("\\$([1-9])");
    private static final Session SESSION = new Session(null, List.of(
            new Session.Setting("search_path", ""), new Session.Setting("jit", "off"),
            new Session.Setting("plan_cache_mode", "force_custom_plan"),
            new Session.Setting("max_parallel_workers_per_gather", "0"),
            new Session.Setting("work_mem", "32MB")),
            Session.Access.READ_ONLY, null, List.of());

    private final Database database;
    private final Supplier<Run> runs;
    private final Map<String, String> texts = new HashMap<>();

    /// `runs` says how long a query that begins now may take.
    CatalogQueries(Database database, Supplier<Run> runs) {
        this.database = database;
        this.runs = runs;
    }

    /// All rows of a query; a null bind is NULL.
    Rows rows(String query, String... binds) throws CatalogUnreadable {
        Outcome outcome = database.run(sql(query, binds), SESSION, runs.get());
        if (outcome instanceof Rows rows) {
            return rows;
        }
        throw new CatalogUnreadable(query, outcome);
    }

    /// Rows in batches, for those that may be large.
    void stream(String query, Consumer<Rows> batches, String... binds) throws CatalogUnreadable {
        Outcome outcome;
        try {
            outcome = database.stream(sql(query, binds), SESSION, runs.get(),
                    BATCH_ROWS, batches::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!(outcome instanceof Rows)) {
            throw new CatalogUnreadable(query, outcome);
        }
    }

    private Sql sql(String query, String... binds) {
        String text = texts.computeIfAbsent(query, CatalogQueries::text);
        var given = new ArrayList<Sql.Bind>();
        String placed = BIND.matcher(text).replaceAll(match -> {
            given.add(Sql.Bind.of(binds[Integer.parseInt(match.group(1)) - 1]));
            return "?";
        });
        return Sql.of(placed, given.toArray(Sql.Bind[]::new));
    }

    /// Comments may name a bind and must not count.
    private static String text(String query) {
        try (InputStream file = CatalogQueries.class.getResourceAsStream(query + ".sql")) {
            String text = new String(Objects.requireNonNull(file, query).readAllBytes(),
                    StandardCharsets.UTF_8);
            return text.replaceAll("(?m)^ *--.*\n", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An array of names in PostgreSQL's text form, every element quoted.
    static String names(List<String> names) {
        var text = new StringBuilder("{");
        for (String name : names) {
            text.append(text.length() == 1 ? "\"" : ",\"")
                    .append(name.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return text.append('}').toString();
    }

    /// An array of numbers in PostgreSQL's text form.
    static String numbers(Iterable<? extends Number> numbers) {
        var text = new StringBuilder("{");
        for (Number number : numbers) {
            text.append(text.length() == 1 ? "" : ",").append(number.longValue());
        }
        return text.append('}').toString();
    }
}
