package dev.loam.modules.auth.hook;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.config.HookConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// A hook that is a function of the database: `pg-functions://postgres/SCHEMA/FUNCTION`. It takes
/// an event of type `jsonb` and returns `jsonb`, or `void` where nothing is to be answered.
record SqlHook(String name, String call) implements Hook {
    static final String SCHEME = "pg-functions:";

    private static final String MILLIS_MAX = "2000";
    private static final String IDENTIFIER = "([A-Za-z_][A-Za-z0-9_]{0,62})";
    private static final Pattern URI =
            Pattern.compile("pg-functions://[^/]+/" + IDENTIFIER + "/" + IDENTIFIER);

    static SqlHook of(String name, HookConfig.Hook hook) {
        var uri = URI.matcher(hook.uri());
        if (!uri.matches()) {
            throw new IllegalArgumentException("hook " + name
                    + ": expected pg-functions://postgres/SCHEMA/FUNCTION");
        }
        // The names hold letters, digits and underscores only, and so quotes are all they need.
        return new SqlHook(name, "\"" + uri.group(1) + "\".\"" + uri.group(2) + "\"");
    }

    /// The text of the answer, because `void` has one and no JSON.
    @Override
    public ObjectNode ask(Statements tx, ObjectNode payload) {
        var before = tx.first("select jsonb_build_object('limit',"
                + " current_setting('statement_timeout'))").text("limit");
        limit(tx, MILLIS_MAX);
        var answer = call(tx, payload);
        limit(tx, before);
        return HookJson.read(name, answer);
    }

    private String call(Statements tx, ObjectNode payload) {
        try {
            return tx.first("select jsonb_build_object('answer', " + call + "(?::jsonb)::text)",
                    HookJson.text(payload)).text("answer");
        } catch (Refusal refusal) {
            throw refusal.failure().code().equals(AuthCode.REQUEST_TIMEOUT.code())
                    ? AuthCode.HOOK_TIMEOUT.refusal(
                            "Hook " + name + " did not answer within 2 seconds")
                    : refusal;
        }
    }

    private static void limit(Statements tx, String time) {
        tx.rows("select jsonb_build_object('set',"
                + " set_config('statement_timeout', ?, true))", time);
    }
}
