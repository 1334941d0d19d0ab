package dev.loam.modules.rest.answer;

import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Asked.Totals;
import dev.loam.kernel.query.Plan;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.ask.Ending;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Preferences;

/// Names the preferences that were heeded, in the server's own order.
///
/// Source: RFC 7240 section 3; PostgREST documentation, "Prefer Header".
final class Applied {
    private Applied() {
    }

    /// The value of `Preference-Applied`, null for none.
    static String of(Ask ask, Plan plan, Ending ending) {
        Preferences preferences = ask.preferences();
        if (preferences == Preferences.NONE) {
            return null;
        }
        var out = new StringBuilder(64);
        written(ask.asked(), plan, preferences, out);
        if (preferences.count() != Totals.NONE) {
            add(out, "count=", switch (preferences.count()) {
                case EXACT -> "exact";
                case PLANNED -> "planned";
                case ESTIMATED -> "estimated";
                case NONE -> "";
            });
        }
        if (preferences.tx() != null && ending.overridable()) {
            add(out, "tx=", preferences.tx() == Preferences.Tx.COMMIT ? "commit" : "rollback");
        }
        if (preferences.strict() != null) {
            add(out, "handling=", preferences.strict() ? "strict" : "lenient");
        }
        if (preferences.timezone() != null) {
            add(out, "timezone=", preferences.timezone());
        }
        if (preferences.bounded() && boundable(ask.asked())) {
            add(out, "max-affected=", preferences.maxAffected().toString());
        }
        if (preferences.validated() != null && ask.method() != Method.GET
                && ask.method() != Method.HEAD) {
            add(out, "validation=", preferences.validated() ? "all" : "none");
        }
        if (preferences.consistency() != null && reads(ask)) {
            add(out, "consistency=", preferences.consistency());
        }
        if (preferences.keyset() && ask.paging() != null) {
            add(out, "pagination=", "keyset");
        }
        return out.isEmpty() ? null : out.toString();
    }

    private static void written(
            Asked asked, Plan plan, Preferences preferences, StringBuilder out) {
        if (asked instanceof Asked.Read || asked instanceof Asked.Call) {
            return;
        }
        if (preferences.resolution() != null && asked instanceof Asked.Insert insert
                && (insert.onConflict() != null || plan instanceof Plan.Write write
                        && !write.table().primaryKey().isEmpty())) {
            add(out, "resolution=", switch (preferences.resolution()) {
                case MERGE -> "merge-duplicates";
                case IGNORE -> "ignore-duplicates";
            });
        }
        if (preferences.missing() != null && (asked instanceof Asked.Insert
                || asked instanceof Asked.Update update
                        && update.payload() instanceof Asked.Payload.Json)) {
            add(out, "missing=", switch (preferences.missing()) {
                case DEFAULT -> "default";
                case NULL -> "null";
            });
        }
        if (preferences.nested() != null && !(asked instanceof Asked.Delete)) {
            add(out, "nested=", switch (preferences.nested()) {
                case MERGE -> "merge";
                case REPLACE -> "replace";
            });
        }
        if (preferences.returned() != null) {
            add(out, "return=", switch (preferences.returned()) {
                case MINIMAL -> "minimal";
                case HEADERS_ONLY -> "headers-only";
                case REPRESENTATION -> "representation";
            });
        }
    }

    /// Whether nothing can be written.
    private static boolean reads(Ask ask) {
        return ask.asked() instanceof Asked.Read
                || ask.asked() instanceof Asked.Call call && call.readOnly();
    }

    /// Whether `max-affected` means anything for such a request.
    static boolean boundable(Asked asked) {
        return asked instanceof Asked.Update || asked instanceof Asked.Delete
                || asked instanceof Asked.Call;
    }

    private static void add(StringBuilder out, String name, String value) {
        if (!out.isEmpty()) {
            out.append(", ");
        }
        out.append(name).append(value);
    }
}
