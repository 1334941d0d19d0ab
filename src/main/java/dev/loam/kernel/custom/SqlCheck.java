package dev.loam.kernel.custom;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Exchange;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Asks a function of the database, in a transaction of its own and as the caller.
///
/// It takes the facts as `json` or `jsonb`. What it returns is nothing, or a JSON object of fields
/// for the answer. It refuses by raising: a SQLSTATE `PTxyz` is the status xyz, `P0001` 400, and a
/// missing privilege 401 or 403. Any other error is a failure of the function.
///
/// Source: PostgREST documentation, "RAISE errors with HTTP Status Codes".
record SqlCheck(
        Sql call, Settings settings, String route, Database database, Clock clock)
        implements Check {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// `function` is the name with its schema; `roleOfNobody` is the role to act as where no caller
    /// was established; `writes` says whether the function may change rows.
    record Settings(String function, Duration timeMax, String roleOfNobody, boolean writes) {
    }

    static SqlCheck of(Settings settings, String route, Database database, Clock clock) {
        return new SqlCheck(Sql.of("select " + quoted(settings.function()) + "(?)::text"),
                settings, route, database, clock);
    }

    /// Each part of `schema.name` in quotes.
    private static String quoted(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? part(name) : part(name.substring(0, dot)) + '.'
                + part(name.substring(dot + 1));
    }

    private static String part(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public Ruling of(Exchange exchange) throws CheckFailed {
        var sql = Sql.of(call.text(), Sql.Bind.of(Facts.json(exchange, route)));
        long now = clock.nanos();
        var run = new Run(Limits.within(settings.timeMax(), exchange, now),
                exchange.request().peer()::gone);
        return switch (database.run(sql, session(exchange), run)) {
            case Rows rows -> ruling(rows.text(0, 0));
            case Outcome.SqlError error -> throw raised(error, exchange);
            case Outcome.Unavailable away -> throw CheckFailed.away(away.said());
        };
    }

    private Session session(Exchange exchange) {
        var caller = exchange.caller();
        return new Session(caller == null ? settings.roleOfNobody() : caller.role(),
                List.of(new Session.Setting("request.jwt.claims",
                        caller == null ? "{}" : caller.claimsJson())),
                settings.writes() ? Session.Access.READ_WRITE : Session.Access.READ_ONLY,
                null, List.of());
    }

    private static Ruling ruling(String text) throws CheckFailed {
        if (text == null || text.isEmpty()) {
            return Ruling.PLAIN;
        }
        try {
            return new Ruling.GoOn(Headers.NONE, Fields.of(JSON.readTree(text)));
        } catch (JacksonException _) {
            throw CheckFailed.broken("it returned neither nothing nor a JSON object", null);
        }
    }

    private static Refusal raised(Outcome.SqlError error, Exchange exchange)
            throws CheckFailed {
        int status = status(error.sqlState(), exchange);
        if (status == 0) {
            throw CheckFailed.broken(error.said(), null);
        }
        return new Refusal(new CustomFailure.Raised(error.sqlState(), status, error.message(),
                error.detail(), error.hint()));
    }

    /// The status that a refusal means, 0 for an error that is none.
    private static int status(String state, Exchange exchange) {
        return switch (state) {
            case "P0001" -> 400;
            case "42501" -> exchange.caller() == null || exchange.caller().anonymous() ? 401 : 403;
            default -> chosen(state);
        };
    }

    private static int chosen(String state) {
        if (state.length() != 5 || !state.startsWith("PT")) {
            return 0;
        }
        int status = 0;
        for (int i = 2; i < 5; i++) {
            int digit = state.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            status = status * 10 + digit;
        }
        return status >= 400 && status < 600 ? status : 0;
    }
}
