package dev.loam.modules.rest.failure;

import dev.loam.base.failure.Failure;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the database said instead of rows, as failures with HTTP statuses.
///
/// Source: PostgREST documentation, "Errors" (HTTP Status Codes, RAISE errors with HTTP Status
/// Codes, Add HTTP Headers with RAISE).
public final class SqlFailures {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NO_ROLE = Pattern.compile("role \".*\" does not exist");
    private static final String MESSAGE_WANTED = "MESSAGE must be a JSON object with obligatory "
            + "keys: 'code', 'message' and optional keys: 'details', 'hint'.";
    private static final String DETAIL_WANTED = "DETAIL must be a JSON object with obligatory "
            + "keys: 'status', 'headers' and optional key: 'status_text'.";
    private static final Map<String, String> RETRY = Map.of("Retry-After", "1");
    private static final Map<String, String> CHALLENGE = Map.of("WWW-Authenticate", "Bearer");

    private SqlFailures() {
    }

    /// `anonymous` when no token named the role: being refused then means 401, else 403.
    public static Failure of(SqlError error, boolean anonymous) {
        String state = error.sqlState() == null ? "" : error.sqlState();
        if (state.equals("PGRST")) {
            return raised(error);
        }
        Integer chosen = chosen(state);
        int status = chosen != null ? chosen
                : state.startsWith("PT") ? 500 : status(error, state, anonymous);
        return new SqlFailure(
                state, status, error.message(), error.detail(), error.hint(),
                chosen == null ? null : phrase(error.message()), headers(status));
    }

    /// The same, met while the rows at some place of the request's body were written.
    public static Failure of(SqlError error, boolean anonymous, String place) {
        return of(error, anonymous) instanceof SqlFailure failure
                ? failure.at(place) : of(error, anonymous);
    }

    public static Failure of(Outcome.Unavailable outage) {
        return switch (outage.why()) {
            case CONNECTION -> new RestFailure.NoConnection(outage.message());
            case BROKEN -> new RestFailure.BrokenConnection(outage.message());
            case POOL -> new RestFailure.PoolTimeout();
            case DEADLINE -> new RestFailure.DeadlinePassed();
            case ABANDONED -> new RestFailure.Abandoned();
        };
    }

    private static int status(SqlError error, String state, boolean anonymous) {
        return switch (state) {
            case "23503", "23505" -> 409;
            case "25006" -> 405;
            case "42501" -> anonymous ? 401 : 403;
            case "42883", "42P01" -> 404;
            case "42P17", "53400" -> 500;
            case "57P01" -> 503;
            case "P0001" -> 400;
            case "21000" -> says(error, "requires a WHERE clause") ? 400 : 500;
            case "22023" -> NO_ROLE.matcher(text(error.message())).find() ? 401 : 400;
            default -> byClass(state.length() < 2 ? "XX" : state.substring(0, 2));
        };
    }

    private static int byClass(String sqlClass) {
        return switch (sqlClass) {
            case "08", "53" -> 503;
            case "0L", "0P", "28" -> 403;
            case "09", "25", "2D", "38", "39", "3B", "40", "54", "55", "57", "58", "F0", "HV",
                    "P0", "XX" -> 500;
            default -> 400;
        };
    }

    private static Map<String, String> headers(int status) {
        return switch (status) {
            case 401 -> CHALLENGE;
            case 503 -> RETRY;
            default -> Map.of();
        };
    }

    /// `PT402` is 402; what is no final HTTP status, and so a fault of the function that raised
    /// it, is null.
    private static Integer chosen(String state) {
        String digits = state.startsWith("PT") ? state.substring(2) : "";
        boolean number = digits.length() == 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number && Integer.parseInt(digits) >= 200 ? Integer.valueOf(digits) : null;
    }

    private static Failure raised(SqlError error) {
        JsonNode message = object(error.message());
        if (message == null || !message.path("code").isString()
                || !message.path("message").isString()) {
            return new RestFailure.UnreadableRaise(
                    "Invalid JSON value for MESSAGE: '" + text(error.message()) + "'",
                    MESSAGE_WANTED);
        }
        if (error.detail() == null) {
            return new RestFailure.UnreadableRaise(
                    "DETAIL is missing in the RAISE statement", DETAIL_WANTED);
        }
        JsonNode detail = object(error.detail());
        Map<String, String> headers = detail == null ? null : headers(detail.path("headers"));
        int status = detail != null && detail.path("status").isInt()
                ? detail.get("status").asInt() : 0;
        if (headers == null || status < 200 || status > 999) {
            return new RestFailure.UnreadableRaise(
                    "Invalid JSON value for DETAIL: '" + error.detail() + "'", DETAIL_WANTED);
        }
        return new SqlFailure(
                message.get("code").asString(), status, message.get("message").asString(),
                optional(message, "details"), optional(message, "hint"),
                phrase(optional(detail, "status_text")), headers);
    }

    private static Map<String, String> headers(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isString()
                    || !FieldText.isField(field.getKey(), field.getValue().asString())) {
                return null;
            }
            headers.put(field.getKey(), field.getValue().asString());
        }
        return headers;
    }

    private static JsonNode object(String text) {
        try {
            JsonNode node = text == null ? null : JSON.readTree(text);
            return node != null && node.isObject() ? node : null;
        } catch (JacksonException _) {
            return null;
        }
    }

    private static String optional(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.asString() : null;
    }

    /// A reason phrase, or null where the text could not stand in a status line.
    private static String phrase(String text) {
        return text != null && FieldText.isValue(text) ? text : null;
    }

    private static boolean says(SqlError error, String words) {
        return text(error.message()).contains(words);
    }

    private static String text(String nullable) {
        return nullable == null ? "" : nullable;
    }
}
