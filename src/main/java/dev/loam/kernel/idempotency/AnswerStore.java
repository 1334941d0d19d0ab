package dev.loam.kernel.idempotency;

import dev.loam.base.name.TableName;
import dev.loam.ports.database.Footprint;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import dev.loam.ports.database.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The statements on kept answers, all of which run as the login role: nobody's own role may.
final class AnswerStore {
    private static final Footprint FOOTPRINT = new Footprint(false, Set.of(),
            Set.of(new TableName("loam", "kept_answers")), Set.of(), List.of());
    private static final String CLAIM =
            "select request, answer, log_position from loam.claim_answer(?, ?, ?)";
    private static final String KEEP = "select loam.keep_answer(?, ?, ?),"
            + " pg_catalog.set_config('role', ?, true)";
    private static final String FIND =
            "select request, answer, log_position from loam.kept_answer(?)";
    private static final String DROP = "select loam.drop_answers(?)";

    private AnswerStore() {
    }

    static Outcome claim(Transaction transaction, byte[] id, Duration lifetime, Duration wait) {
        return transaction.run(sql(CLAIM, new Bind.Binary(id),
                number(lifetime.toSeconds()), number(Math.max(1, wait.toMillis()))),
                Session.LOGIN);
    }

    /// Role and search path are left as `after` has them.
    static Outcome keep(
            Transaction transaction, byte[] id, byte[] request, byte[] answer, Session after) {
        List<Setting> path = after.settings().stream()
                .filter(setting -> setting.name().equals("search_path")).toList();
        var session = new Session(null, path, Session.Access.READ_WRITE, null, List.of());
        return transaction.run(sql(KEEP, new Bind.Binary(id), new Bind.Binary(request),
                new Bind.Binary(answer), Bind.of(after.role() == null ? "none" : after.role())),
                session);
    }

    static Sql find(byte[] id) {
        return new Sql(FIND, List.of(new Bind.Binary(id)), new Footprint(
                false, Set.of(), Set.of(), Set.of(), List.of()));
    }

    static Sql drop(int rowsMax) {
        return sql(DROP, number(rowsMax));
    }

    private static Sql sql(String text, Bind... binds) {
        return new Sql(text, List.of(binds), FOOTPRINT);
    }

    private static Bind number(long number) {
        return Bind.of(Long.toString(number));
    }

    /// Whether an outcome means that table and functions are not there, or not for this login.
    static boolean missing(Outcome outcome) {
        return outcome instanceof SqlError error && switch (error.sqlState()) {
            case "42883", "3F000", "42P01", "42501" -> true;
            default -> false;
        };
    }

    /// Whether it means that somebody else held the key for as long as one could wait.
    static boolean busy(Outcome outcome) {
        return switch (outcome) {
            case SqlError error -> error.sqlState().equals("55P03")
                    || error.sqlState().equals("57014");
            case Unavailable(Why why, String _) -> why == Why.DEADLINE;
            default -> false;
        };
    }
}
