package dev.loam.app.running;

import dev.loam.app.config.InDatabase;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.database.Verdict;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the settings named `pgrst.*` that a database keeps for its login role: those set on the
/// role, over them those set on the role in this database, over them what the pre-config function
/// sets.
/// Source: PostgREST documentation, "In-Database Configuration".
final class DatabaseSettings {
    private static final Session READING =
            new Session(null, List.of(), Access.READ_ONLY, null, List.of());
    private static final Sql OF_THE_ROLE = Sql.of("""
            select split_part(given, '=', 1), substr(given, strpos(given, '=') + 1)
            from pg_catalog.pg_db_role_setting kept, unnest(kept.setconfig) given
            where kept.setrole = (select oid from pg_catalog.pg_roles
                                  where rolname = session_user)
              and kept.setdatabase in (0, (select oid from pg_catalog.pg_database
                                           where datname = current_database()))
            order by kept.setdatabase = 0 desc""");

    private DatabaseSettings() {
    }

    /// What the database answered in place of settings.
    static final class Unreadable extends IOException {
        private final transient Outcome outcome;

        private Unreadable(Outcome outcome, String message) {
            super(message);
            this.outcome = outcome;
        }

        /// Whether a later attempt may well succeed without anybody's doing.
        boolean passing() {
            return !(outcome instanceof Outcome.SqlError error)
                    || error.sqlState().startsWith("57P") || error.sqlState().startsWith("53");
        }
    }

    /// `preConfig` is the name of a function, perhaps with its schema, or null. Blocks.
    static Map<String, String> read(Database database, Run run, String preConfig)
            throws Unreadable {
        Map<String, String> settings = new HashMap<>();
        try {
            rows(database.transact(READING, run, transaction -> {
                pairs(transaction.run(OF_THE_ROLE, READING)).forEach((name, value) -> {
                    if (InDatabase.isSetting(name)) {
                        settings.put(name, value);
                    }
                });
                if (preConfig != null) {
                    settings.putAll(set(transaction, preConfig));
                }
                // The function may have set more than settings of ours.
                return Verdict.End.ROLLBACK;
            }));
        } catch (Unreadable unreadable) {
            throw unreadable;
        } catch (IOException wrong) {
            throw new IllegalStateException("nothing else here reads or writes", wrong);
        }
        return settings;
    }

    private static Map<String, String> set(Transaction transaction, String preConfig)
            throws Unreadable {
        rows(transaction.run(Sql.of("select " + quoted(preConfig) + "()"), READING));
        Map<String, String> found = pairs(transaction.again(Sql.of(
                "select name, current_setting(name, true) from unnest(?::text[]) name",
                Sql.Bind.of("{" + String.join(",", InDatabase.names()) + "}"))));
        found.values().removeIf(value -> value == null || value.isEmpty());
        return found;
    }

    private static Map<String, String> pairs(Outcome outcome) throws Unreadable {
        Rows rows = rows(outcome);
        Map<String, String> pairs = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            pairs.put(rows.text(row, 0), rows.text(row, 1));
        }
        return pairs;
    }

    private static Rows rows(Outcome outcome) throws Unreadable {
        return switch (outcome) {
            case Rows rows -> rows;
            case Outcome.SqlError error -> throw new Unreadable(outcome, error.message());
            case Outcome.Unavailable unavailable ->
                    throw new Unreadable(outcome, unavailable.message());
        };
    }

    /// As SQL with binds writes it: a question mark in a name is no bind.
    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"").replaceFirst("\\.", "\".\"")
                .replace("?", "??") + '"';
    }
}
