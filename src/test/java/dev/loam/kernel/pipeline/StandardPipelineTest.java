package dev.loam.kernel.pipeline;

import static dev.loam.kernel.pipeline.Requests.request;
import static dev.loam.kernel.pipeline.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.ApiKey;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.identity.IdentityConfig;
import dev.loam.kernel.identity.SigningKeys;
import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Verbosity;
import dev.loam.kernel.pipeline.Requests.Spilt;
import dev.loam.ports.web.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardPipelineTest {
    private final HandClock clock = new HandClock();
    private final List<String> journal = new ArrayList<>();
    private final List<Exchange> seen = new ArrayList<>();
    private final StandardPipeline pipeline = pipeline(PipelineConfig.DEFAULT,
            new Route("rest", "/rest/v1", ErrorDialect.POSTGREST, this::answer),
            Route.open("deep", "/rest/v1/deep/", ErrorDialect.PROBLEM, this::answer),
            new Route("other", "/other", ErrorDialect.PROBLEM, this::refuse),
            Route.open("defect", "/defect", ErrorDialect.POSTGREST, this::fail),
            Route.open("endless", "/endless", ErrorDialect.PROBLEM, this::recur));

    @Test
    void a_handler_sees_all_that_the_stages_found() {
        pipeline.handle(request("GET", "/rest/v1/films", "apikey", "sb_secret_1"));

        var exchange = seen.getFirst();
        assertThat(exchange.request().path()).isEqualTo("/rest/v1/films");
        assertThat(exchange.pathInRoute()).isEqualTo("/films");
        assertThat(exchange.caller().role()).isEqualTo("service_role");
        assertThat(exchange.requestId()).isNotBlank();
        assertThat(exchange.deadline().left(clock.nanos()))
                .isEqualTo(PipelineConfig.DEFAULT.requestTimeMax());
    }

    @Test
    void an_api_key_opens_the_routes_of_its_scopes_only() {
        var key = new ApiKey(new UUID(1, 2), "nightly", "sb_secret_abcd", "robot",
                List.of("rest"), HandClock.NOON, null, null, null, null);
        var verifier = new TokenVerifier(IdentityConfig.of(null, "anon", null, true, List.of()),
                () -> SigningKeys.NONE, _ -> key, clock);
        var scoped = new StandardPipeline(PipelineConfig.DEFAULT, List.of(
                new Route("rest", "/rest/v1", ErrorDialect.POSTGREST, this::answer),
                new Route("other", "/other", ErrorDialect.PROBLEM, this::answer)),
                PipelineParts.plain(verifier, AccessJournal.NONE, clock));

        assertThat(scoped.handle(request("GET", "/rest/v1/films", "apikey", "sb_secret_1"))
                .status()).isEqualTo(200);
        var refused = scoped.handle(request("GET", "/other", "apikey", "sb_secret_1"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(text(refused)).contains("LOAM-IDENTITY-004", "'other'");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "/rest/v1/films,      rest,    200, -",
            "/rest/v1/deep/x,     deep,    200, -",
            "/rest/v1/deeper,     rest,    200, -",
            "/rest/v1,            rest,    200, -",
            "/rest/v2/films,      nowhere, 404, PGRST125",
            "/,                   nowhere, 404, PGRST125",
            "*,                   nowhere, 404, PGRST125",
            "/auth/v1/signup,     absent,  501, LOAM-PIPELINE-001",
            "/graphql/v1,         absent,  501, LOAM-PIPELINE-001",
            "/realtime/v1/ws,     absent,  501, LOAM-PIPELINE-001",
            "/storage/v1/object,  absent,  501, LOAM-PIPELINE-001",
            "/functions/v1/hello, absent,  501, LOAM-PIPELINE-001",
            "/authorize,          nowhere, 404, PGRST125",
    })
    void the_longest_prefix_answers(String path, String route, int status, String code) {
        var response = pipeline.handle(request("GET", path));

        assertThat(response.status()).isEqualTo(status);
        assertThat(journal).containsExactly(route + " " + status);
        if (code != null) {
            assertThat(text(response)).startsWith("{\"code\":\"" + code + "\",");
            assertThat(response.headers().first("Proxy-Status"))
                    .isEqualTo("PostgREST; error=" + code);
        }
    }

    @Test
    void a_route_at_the_root_takes_every_path_that_is_not_reserved() {
        var alone = pipeline(new PipelineConfig("PostgREST", "X-Request-Id", Duration.ofSeconds(1),
                new CorsPolicy.Anyone(), PipelineConfig.EXPOSED,
                Verbosity.FULL, false, false, List.of()),
                new Route("rest", "/", ErrorDialect.POSTGREST, this::answer));

        assertThat(alone.handle(request("GET", "/auth/v1/x")).status()).isEqualTo(200);
        assertThat(seen.getFirst().pathInRoute()).isEqualTo("/auth/v1/x");
    }

    @Test
    void a_question_about_the_server_as_a_whole_is_answered() {
        var response = pipeline.handle(request("OPTIONS", "*"));

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.headers().first("Allow")).contains("GET", "OPTIONS");
    }

    @Test
    void refusals_are_worded_in_the_routes_dialect() {
        var unknownKey = new String[] {"apikey", "sb_wrong"};

        assertThat(text(pipeline.handle(request("GET", "/rest/v1/x", unknownKey))))
                .isEqualTo("{\"code\":\"LOAM-IDENTITY-002\",\"details\":null,\"hint\":null,"
                        + "\"message\":\"Invalid API key\"}");
        assertThat(text(pipeline.handle(request("GET", "/other/x", unknownKey))))
                .contains("\"title\":\"Unauthorized\"", "\"code\":\"LOAM-IDENTITY-002\"");
        assertThat(text(pipeline.handle(request("GET", "/other/x"))))
                .contains("\"status\":418", "\"code\":\"T1\"");
        assertThat(journal).containsExactly("rest 401", "other 401", "other 418");
        assertThat(seen).hasSize(1);
    }

    @Test
    void an_open_route_looks_at_no_token() {
        var response = pipeline.handle(
                request("GET", "/rest/v1/deep/x", "Authorization", "Bearer nonsense"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(seen.getFirst().caller()).isNull();
    }

    @Test
    void a_defect_is_a_500_with_an_id_and_no_internals() {
        for (var path : List.of("/defect", "/endless")) {
            var response = pipeline.handle(request("GET", path));
            var id = response.headers().first("X-Request-Id");

            assertThat(response.status()).isEqualTo(500);
            assertThat(text(response)).contains("LOAM-PIPELINE-002", id)
                    .doesNotContain("secret", "Exception", "java");
        }
        assertThat(journal).containsExactly("defect 500", "endless 500");
    }

    @ParameterizedTest
    @CsvSource(value = {"abc-123, true", "'', false", "a b, false", "é, false"})
    void a_sound_id_of_the_client_is_kept_and_any_goes_back(String sent, boolean kept) {
        var response = pipeline.handle(request("GET", "/rest/v1/x", "x-request-id", sent));

        assertThat(response.headers().all("X-Request-Id"))
                .containsExactly(sent.isEmpty() ? seen.getFirst().requestId() : sent);
        assertThat(seen.getFirst().requestId().equals(sent)).isEqualTo(kept);
    }

    @Test
    void an_id_too_long_is_replaced() {
        pipeline.handle(request("GET", "/rest/v1/x", "X-Request-Id", "x".repeat(129)));

        assertThat(seen.getFirst().requestId()).hasSizeLessThan(30);
    }

    @Test
    void ids_differ() {
        pipeline.handle(request("GET", "/rest/v1/x"));
        pipeline.handle(request("GET", "/rest/v1/deep/x"));

        assertThat(seen.get(0).requestId()).isNotEqualTo(seen.get(1).requestId());
    }

    @Test
    void the_stages_stand_in_their_order() {
        var order = new ArrayList<String>();
        var route = Route.open("r", "/r", ErrorDialect.POSTGREST, exchange -> {
            order.add("handler: id " + (exchange.requestId() != null)
                    + ", deadline " + (exchange.deadline() != null));
            throw new Refusal(Spilt.of("T1", 418, "m"));
        });
        AccessJournal inside = (exchange, name, response, nanos) -> order.add(
                "journal: id " + (exchange.requestId() != null) + ", deadline "
                        + (exchange.deadline() != null) + ", cors "
                        + response.headers().contains("Access-Control-Allow-Origin"));
        new StandardPipeline(PipelineConfig.DEFAULT, List.of(route),
                PipelineParts.plain(null, inside, clock))
                .handle(request("GET", "/r"));

        assertThat(order).containsExactly("handler: id true, deadline true",
                "journal: id true, deadline false, cors true");
    }

    @Test
    void a_pipeline_that_cannot_work_is_not_made() {
        var route = new Route("a", "/a", ErrorDialect.POSTGREST, this::answer);

        assertThatIllegalArgumentException().isThrownBy(() -> pipeline(PipelineConfig.DEFAULT,
                route, new Route("b", "/a/", ErrorDialect.POSTGREST, this::answer)));
        assertThatIllegalArgumentException().isThrownBy(() -> new StandardPipeline(
                PipelineConfig.DEFAULT, List.of(route),
                PipelineParts.plain(null, AccessJournal.NONE, clock)));
    }

    private StandardPipeline pipeline(PipelineConfig config, Route... routes) {
        return new StandardPipeline(config, List.of(routes), PipelineParts.plain(
                Requests.verifier(),
                (exchange, route, response, nanos) -> journal.add(route + " " + response.status()),
                clock));
    }

    private HttpResponse answer(Exchange exchange) {
        seen.add(exchange);
        return HttpResponse.Full.json(200, "{}");
    }

    private HttpResponse refuse(Exchange exchange) {
        seen.add(exchange);
        throw new Refusal(Spilt.of("T1", 418, "refused"));
    }

    private HttpResponse fail(Exchange exchange) {
        throw new IllegalStateException("a secret, thrown on purpose by a test");
    }

    private HttpResponse recur(Exchange exchange) {
        return recur(exchange.withRequestId("x"));
    }
}
