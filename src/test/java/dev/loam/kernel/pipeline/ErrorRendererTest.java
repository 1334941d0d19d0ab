package dev.loam.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.failure.Failure;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Verbosity;
import dev.loam.kernel.pipeline.Requests.Spilt;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorRendererTest {
    private static final Exchange R1 = Requests.exchange();

    private final ErrorRenderer postgrest = ErrorRenderer.of(ErrorDialect.POSTGREST, "PostgREST",
            Verbosity.FULL);
    private final ErrorRenderer problem = ErrorRenderer.of(ErrorDialect.PROBLEM, "Loam",
            Verbosity.FULL);

    @Test
    void postgrest_has_its_four_members_in_its_order() {
        var response = postgrest.render(Spilt.of("PGRST301", 401, "JWT \"x\"\n"), R1);

        assertThat(Requests.text(response)).isEqualTo(
                "{\"code\":\"PGRST301\",\"details\":null,\"hint\":null,"
                + "\"message\":\"JWT \\\"x\\\"\\n\"}");
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.reason()).isNull();
        assertThat(response.headers().first("Content-Type"))
                .isEqualTo("application/json; charset=utf-8");
        assertThat(response.headers().first("Proxy-Status")).isEqualTo("PostgREST; error=PGRST301");
    }

    @Test
    void details_that_are_json_go_in_as_they_are() {
        var failure = new Spilt("PGRST201", 300, "m", "[{\"a\": 1.0}]", true, "h", null, Map.of());

        assertThat(Requests.text(postgrest.render(failure, R1))).isEqualTo(
                "{\"code\":\"PGRST201\",\"details\":[{\"a\": 1.0}],"
                + "\"hint\":\"h\",\"message\":\"m\"}");
    }

    @Test
    void a_brief_error_has_two_members() {
        var brief = ErrorRenderer.of(ErrorDialect.POSTGREST, "PostgREST",
                Verbosity.MINIMAL);
        var failure = new Spilt("PGRST100", 400, "m", "d", false, "h", null, Map.of());

        assertThat(Requests.text(brief.render(failure, R1)))
                .isEqualTo("{\"code\":\"PGRST100\",\"message\":\"m\"}");
    }

    @Test
    void what_the_original_does_not_say_can_be_left_out() {
        var original = ErrorRenderer.of(ErrorDialect.POSTGREST, "PostgREST",
                Verbosity.ORIGINAL);
        var said = new Spilt("PGRST100", 400, "m", "d", false, "h", null, Map.of());

        assertThat(Requests.text(original.render(said, R1))).contains("\"d\"", "\"h\"");
        assertThat(Requests.text(original.render(new Elaborate(), R1))).isEqualTo(
                "{\"code\":\"PGRST102\",\"details\":null,\"hint\":null,\"message\":\"m\"}");
        assertThat(Requests.text(postgrest.render(new Elaborate(), R1))).contains("\"d\"");
    }

    private record Elaborate() implements Failure {
        @Override
        public String code() {
            return "PGRST102";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "m";
        }

        @Override
        public String details() {
            return "d";
        }

        @Override
        public boolean elaborates() {
            return true;
        }
    }

    @Test
    void a_problem_has_the_members_of_rfc_9457_and_ours() {
        var full = new Spilt("LOAM-1", 503, "m", "d", false, "h", null, Map.of());
        var bare = Spilt.of("LOAM-2", 418, "m");

        assertThat(Requests.text(problem.render(full, R1))).isEqualTo(
                "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                + "\"detail\":\"m\",\"instance\":\"urn:loam:request:r1\",\"code\":\"LOAM-1\","
                + "\"details\":\"d\",\"hint\":\"h\"}");
        assertThat(Requests.text(problem.render(bare, R1))).isEqualTo(
                "{\"type\":\"about:blank\",\"title\":\"Client Error\",\"status\":418,"
                + "\"detail\":\"m\",\"instance\":\"urn:loam:request:r1\",\"code\":\"LOAM-2\"}");
        assertThat(problem.render(full, R1).headers().first("Content-Type"))
                .isEqualTo("application/problem+json");
    }

    @Test
    void the_failure_may_add_and_replace_headers() {
        var failure = new Spilt("T1", 405, "m", null, false, null, "My Reason",
                Map.of("Allow", "GET", "content-type", "text/x"));
        var response = postgrest.render(failure, R1);

        assertThat(response.headers().first("Allow")).isEqualTo("GET");
        assertThat(response.headers().all("Content-Type")).containsExactly("text/x");
        assertThat(response.reason()).isEqualTo("My Reason");
    }

    @Test
    void nothing_breaks_out_of_its_line() {
        var failure = new Spilt("x\r\nSet-Cookie: a", 400, "m", null, false, null,
                "No\r\nSet-Cookie: a\u20ac\u00e9",
                Map.of("A", "x\r\ny", "B C", "x", "", "x", "D", "ok"));
        var response = postgrest.render(failure, R1);

        assertThat(response.headers().size()).isEqualTo(2);
        assertThat(response.headers().first("D")).isEqualTo("ok");
        assertThat(response.reason()).isEqualTo("No  Set-Cookie: a?\u00e9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "é         | é",
            "😀        | 😀",
            "a\uD800b  | a?b",
            "a\uDC00   | a?",
            "a\u2028b  | a\u2028b",
    })
    void any_text_becomes_good_utf8(String message, String written) {
        assertThat(Requests.text(postgrest.render(Spilt.of("T1", 400, message), R1)))
                .endsWith("\"message\":\"" + written + "\"}");
    }

    @Test
    void auth_answers_in_the_form_that_the_client_knows() {
        var auth = ErrorRenderer.of(ErrorDialect.AUTH, "Loam", Verbosity.FULL);
        var failure = Spilt.of("bad_jwt", 403, "no");

        assertThat(Requests.text(auth.render(failure, R1)))
                .isEqualTo("{\"code\":403,\"error_code\":\"bad_jwt\",\"msg\":\"no\"}");
        var known = auth.render(failure,
                Requests.exchange("X-Supabase-Api-Version", "2024-01-01"));
        assertThat(Requests.text(known))
                .isEqualTo("{\"code\":\"bad_jwt\",\"message\":\"no\"}");
        assertThat(known.headers().first("x-supabase-api-version")).isEqualTo("2024-01-01");
        assertThat(known.headers().first("x-sb-error-code")).isEqualTo("bad_jwt");
    }

    @Test
    void oauth_answers_with_error_and_description() {
        var oauth = ErrorRenderer.of(ErrorDialect.OAUTH, "Loam", Verbosity.FULL);

        assertThat(Requests.text(oauth.render(
                Spilt.of("invalid_grant", 400, "used"), R1)))
                .isEqualTo("{\"error\":\"invalid_grant\",\"error_description\":\"used\"}");
    }
}
