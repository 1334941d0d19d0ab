package dev.loam.kernel.pipeline;

import static dev.loam.kernel.pipeline.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.failure.Refusal;
import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Verbosity;
import dev.loam.kernel.pipeline.Requests.Spilt;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsTest {
    private static final String ORIGIN = "Access-Control-Allow-Origin";
    private static final String EXPOSED = "Access-Control-Expose-Headers";
    private static final CorsPolicy ONLY = new CorsPolicy.Only(Set.of("https://a.example"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "-                                   | -",
            "Content-Type                        | Authorization, Content-Type, Accept, "
                    + "Accept-Language, Content-Language",
            "authorization,apikey, x-client-info | Authorization, apikey, x-client-info, Accept, "
                    + "Accept-Language, Content-Language",
            "a,A,,a b,a:b,accept                 | Authorization, a, accept, Accept-Language, "
                    + "Content-Language",
    })
    void a_preflight_allows_what_is_asked_for(String asked, String allowed) {
        var response = preflight(new CorsPolicy.Anyone(), "https://any.example", asked);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().all(ORIGIN)).containsExactly("*");
        assertThat(response.headers().first("Access-Control-Allow-Headers")).isEqualTo(allowed);
        assertThat(response.headers().first("Access-Control-Allow-Methods"))
                .isEqualTo("GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD");
        assertThat(response.headers().first("Access-Control-Max-Age")).isEqualTo("86400");
        assertThat(response.headers().contains("Access-Control-Allow-Credentials")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
            "https://a.example,          true",  "https://b.example,           true",
            "https://x.b.example,        true",  "https://x.y-z.b.example,     true",
            "https://.b.example,         false",  "https://xb.example,          false",
            "http://x.b.example,         false", "https://x.b.example.evil,    false",
            "https://x.b.example:8443,   false", "https://evil/.b.example,     false",
            "https://X.b.example,        false", "null,                        false",
    })
    void a_star_stands_for_the_names_below(String origin, boolean allowed) {
        var only = new CorsPolicy.Only(
                Set.of("https://a.example", "https://b.example", "https://*.b.example"));
        assertThat(only.allows(origin)).isEqualTo(allowed);
    }

    @Test
    void the_terms_can_be_others() {
        var terms = new CorsTerms(List.of("GET"), List.of("apikey", "X-Mine"), false,
                Duration.ofMinutes(5), List.of());
        var cors = new Cors(ONLY, terms, "ETag");
        var exchange = Exchange.of(request("OPTIONS", "/", "Origin", "https://a.example",
                "Access-Control-Request-Method", "GET",
                "Access-Control-Request-Headers", "x-other"), "/");
        var headers = cors.handle(exchange, _ -> HttpResponse.Full.json(200, "{}")).headers();
        assertThat(headers.first("Access-Control-Allow-Methods")).isEqualTo("GET");
        assertThat(headers.first("Access-Control-Allow-Headers")).isEqualTo("apikey, X-Mine");
        assertThat(headers.first("Access-Control-Max-Age")).isEqualTo("300");
        assertThat(headers.contains("Access-Control-Allow-Credentials")).isFalse();
    }

    @Test
    void a_preflight_needs_no_caller_and_reaches_no_handler() {
        assertThat(preflight(new CorsPolicy.Anyone(), "https://any.example", "apikey").status())
                .isEqualTo(200);
    }

    @Test
    void an_options_request_that_is_no_preflight_reaches_the_handler() {
        for (var headers : List.of(new String[0], new String[] {"Origin", "https://a.example"},
                new String[] {"Access-Control-Request-Method", "GET"})) {
            var response = pipeline(new CorsPolicy.Anyone()).handle(
                    request("OPTIONS", "/open/x", headers));

            assertThat(response.headers().first("Answered-By")).isEqualTo("handler");
            assertThat(response.headers().all(ORIGIN)).containsExactly("*");
        }
    }

    @ParameterizedTest
    @CsvSource({"/open/x,200", "/broken/x,418", "/closed/x,401", "/defect/x,500", "/none,404",
            "/auth/v1/token,501"})
    void every_answer_can_be_read_by_a_page(String path, int status) {
        var response = pipeline(new CorsPolicy.Anyone()).handle(
                request("GET", path, "Origin", "https://any.example", "apikey", "sb_wrong"));

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().all(ORIGIN)).containsExactly("*");
        assertThat(response.headers().first(EXPOSED)).contains("Content-Encoding",
                "Content-Location", "Content-Range", "Content-Type", "Date", "Location", "Server",
                "Transfer-Encoding", "Range-Unit");
    }

    @Test
    void configured_origins_are_echoed_and_others_get_nothing() {
        var pipeline = pipeline(ONLY);
        var friend = pipeline.handle(request("GET", "/open/x", "Origin", "https://a.example"));
        var stranger = pipeline.handle(request("GET", "/open/x", "Origin", "https://b.example"));
        var nobody = pipeline.handle(request("GET", "/open/x"));

        assertThat(friend.headers().all(ORIGIN)).containsExactly("https://a.example");
        assertThat(friend.headers().first("Access-Control-Allow-Credentials")).isEqualTo("true");
        for (var other : List.of(stranger, nobody)) {
            assertThat(other.headers().contains(ORIGIN)).isFalse();
            assertThat(other.headers().contains(EXPOSED)).isFalse();
            assertThat(other.headers().first("Vary")).isEqualTo("Origin");
        }
        assertThat(preflight(ONLY, "https://a.example", null).status()).isEqualTo(200);
        assertThat(preflight(ONLY, "https://b.example", null).headers().contains(ORIGIN)).isFalse();
        assertThat(preflight(ONLY, "https://a.example.b", null).headers().contains(ORIGIN))
                .isFalse();
    }

    @Test
    void a_closed_port_says_nothing_to_pages() {
        var response = pipeline(new CorsPolicy.Closed()).handle(
                request("GET", "/open/x", "Origin", "https://a.example"));

        assertThat(response.headers().contains(ORIGIN)).isFalse();
        assertThat(preflight(new CorsPolicy.Closed(), "https://a.example", null).headers()
                .contains(ORIGIN)).isFalse();
    }

    @Test
    void fields_that_the_handler_set_are_not_sent_twice() {
        var response = pipeline(new CorsPolicy.Anyone()).handle(
                request("GET", "/own/x", "Origin", "https://a.example"));

        assertThat(response.headers().all(ORIGIN)).containsExactly("https://own.example");
    }

    private static HttpResponse preflight(CorsPolicy policy, String origin, String asked) {
        var headers = Headers.builder().add("Origin", origin)
                .add("Access-Control-Request-Method", "POST");
        if (asked != null) {
            headers.add("Access-Control-Request-Headers", asked);
        }
        var request = request("OPTIONS", "/closed/x");
        return pipeline(policy).handle(new HttpRequest(request.method(),
                request.path(), null, headers.build(), request.body(),
                LocalPeer.ANY, false));
    }

    private static StandardPipeline pipeline(CorsPolicy policy) {
        var config = new PipelineConfig("PostgREST", "X-Request-Id", Duration.ofSeconds(5), policy,
                PipelineConfig.EXPOSED, Verbosity.FULL, false, false,
                PipelineConfig.RESERVED);
        var answer = HttpResponse.Full.of(200, Headers.of("Answered-By", "handler"), new byte[0]);
        return new StandardPipeline(config, List.of(
                Route.open("open", "/open", ErrorDialect.POSTGREST, exchange -> answer),
                Route.open("own", "/own", ErrorDialect.POSTGREST, exchange -> answer.withHeaders(
                        Headers.of(ORIGIN, "https://own.example"))),
                Route.open("broken", "/broken", ErrorDialect.POSTGREST, exchange -> {
                    throw new Refusal(Spilt.of("T1", 418, "spilt"));
                }),
                Route.open("defect", "/defect", ErrorDialect.POSTGREST, exchange -> {
                    throw new IllegalStateException("a defect, thrown on purpose by a test");
                }),
                new Route("closed", "/closed", ErrorDialect.POSTGREST, exchange -> answer)),
                PipelineParts.plain(
                        Requests.verifier(), AccessJournal.NONE, new HandClock()));
    }
}
