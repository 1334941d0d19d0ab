package dev.loam.modules.rest.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.failure.Failure;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;
import dev.loam.ports.database.Outcome.Why;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "08006, 503", "09000, 500", "0L000, 403", "0P000, 403", "23503, 409", "23505, 409",
        "23502, 400", "23514, 400", "25006, 405", "25001, 500", "28000, 403", "2D000, 500",
        "38000, 500", "39000, 500", "3B000, 500", "40001, 500", "53400, 500", "53300, 503",
        "54001, 500", "55000, 500", "57014, 500", "57P01, 503", "58000, 500", "F0000, 500",
        "HV000, 500", "P0001, 400", "P0002, 500", "XX000, 500", "42883, 404", "42P01, 404",
        "42P17, 500", "42703, 400", "22P02, 400", "21000, 500", "PT402, 402", "PT418, 418",
        "PT099, 500", "PTabc, 500", "22023, 400", "'', 500"})
    void sql_states_have_statuses(String state, int status) {
        Failure failure = SqlFailures.of(error(state, "m", "d"), false);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.code()).isEqualTo(state);
        assertThat(failure.message()).isEqualTo("m");
        assertThat(failure.details()).isEqualTo("d");
        assertThat(failure.hint()).isEqualTo("h");
    }

    @Test
    void a_missing_privilege_is_401_for_those_who_have_not_signed_in() {
        SqlError denied = error("42501", "permission denied for table t", null);
        assertThat(SqlFailures.of(denied, false).status()).isEqualTo(403);
        assertThat(SqlFailures.of(denied, true).status()).isEqualTo(401);
        assertThat(SqlFailures.of(denied, true).headers())
                .containsEntry("WWW-Authenticate", "Bearer");
    }

    @Test
    void some_messages_decide() {
        assertThat(SqlFailures.of(error("22023", "role \"x\" does not exist", null), false)
                .status()).isEqualTo(401);
        assertThat(SqlFailures.of(error("21000", "UPDATE requires a WHERE clause", null), false)
                .status()).isEqualTo(400);
    }

    @Test
    void pt_states_put_their_message_into_the_status_line() {
        assertThat(SqlFailures.of(error("PT402", "Payment Required", null), false).reason())
                .isEqualTo("Payment Required");
        assertThat(SqlFailures.of(error("PT402", "a\r\nSet-Cookie: x", null), false).reason())
                .isNull();
        assertThat(SqlFailures.of(error("42703", "x", null), false).reason()).isNull();
    }

    @Test
    void raised_json_makes_the_whole_answer() {
        Failure failure = SqlFailures.of(error("PGRST",
                "{\"code\":\"123\",\"message\":\"Payment Required\",\"details\":\"Quota\"}",
                "{\"status\":419,\"status_text\":\"Page Expired\","
                        + "\"headers\":{\"X-Powered-By\":\"Nerd Rage\"}}"), false);
        assertThat(failure.code()).isEqualTo("123");
        assertThat(failure.status()).isEqualTo(419);
        assertThat(failure.reason()).isEqualTo("Page Expired");
        assertThat(failure.message()).isEqualTo("Payment Required");
        assertThat(failure.details()).isEqualTo("Quota");
        assertThat(failure.hint()).isNull();
        assertThat(failure.headers()).isEqualTo(Map.of("X-Powered-By", "Nerd Rage"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "INVALID | {\"status\":402,\"headers\":{}} | Invalid JSON value for MESSAGE: 'INVALID'",
        "{\"code\":\"1\"} | {\"status\":402,\"headers\":{}} "
                + "| Invalid JSON value for MESSAGE: '{\"code\":\"1\"}'",
        "{\"code\":\"1\",\"message\":\"m\"} | | DETAIL is missing in the RAISE statement",
        "{\"code\":\"1\",\"message\":\"m\"} | [] | Invalid JSON value for DETAIL: '[]'",
        "{\"code\":\"1\",\"message\":\"m\"} | {\"status\":402} "
                + "| Invalid JSON value for DETAIL: '{\"status\":402}'",
        "{\"code\":\"1\",\"message\":\"m\"} | {\"status\":402,\"headers\":{\"a b\":\"\"}} "
                + "| Invalid JSON value for DETAIL: '{\"status\":402,\"headers\":{\"a b\":\"\"}}'"})
    void raised_json_that_cannot_be_read_is_500(String message, String detail, String details) {
        Failure failure = SqlFailures.of(error("PGRST", message, detail), false);
        assertThat(failure.code()).isEqualTo("PGRST121");
        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure.details()).isEqualTo(details);
        assertThat(failure.hint()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTION, PGRST000, 503", "BROKEN, PGRST001, 503", "POOL, PGRST003, 504",
        "DEADLINE, LOAM-REST-002, 504", "ABANDONED, LOAM-REST-003, 499"})
    void outages_are_told_apart(Why why, String code, int status) {
        Failure failure = SqlFailures.of(new Outcome.Unavailable(why, "m"));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.headers().containsKey("Retry-After")).isEqualTo(status == 503);
    }

    private static SqlError error(String state, String message, String detail) {
        return new SqlError(state, message, detail, "h", null, null, 0);
    }
}
