package dev.loam.kernel.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// When a request takes its place and when it gives it back.
final class AdmissionTest {
    private final Admission admission = new Admission(new AdmissionConfig(
            1, 1, 1, 0, Duration.ofSeconds(1), Duration.ofMillis(1), Set.of("service_role")),
            new SetClock());

    @Test
    void whatReadsHasAPlaceFromWhenItNeedsAConnection() {
        pass("GET", exchange -> {
            assertThat(inside()).isZero();
            exchange.turn().await();
            exchange.turn().await();
            assertThat(inside()).isOne();
            return done();
        });
        assertThat(inside()).isZero();
    }

    @Test
    void whatWritesHasOneFromTheStart() {
        pass("POST", _ -> {
            assertThat(inside()).isOne();
            return done();
        });
        assertThat(inside()).isZero();
    }

    @Test
    void whoFindsNoneIsToldWhenToComeAgain() {
        pass("POST", _ -> {
            assertThatThrownBy(() -> pass("PATCH", _ -> done()))
                    .isInstanceOfSatisfying(Refusal.class, refusal -> {
                        assertThat(refusal.failure().code()).isEqualTo("LOAM-LOAD-001");
                        assertThat(refusal.failure().status()).isEqualTo(503);
                        assertThat(refusal.failure().headers().get("Retry-After"))
                                .matches("[1-4]");
                    });
            return done();
        });
        assertThat(inside()).isZero();
    }

    @Test
    void aPlaceIsGivenBackWhateverWasThrown() {
        assertThatThrownBy(() -> pass("POST", _ -> {
            throw new StackOverflowError();
        })).isInstanceOf(StackOverflowError.class);
        assertThat(inside()).isZero();
    }

    @Test
    void aBodyThatIsWrittenAsItIsMadeKeepsThePlaceUntilItIsClosed() {
        var response = (HttpResponse.Stream) pass("POST", _ -> stream("application/json"));
        assertThat(inside()).isOne();
        response.body().close();
        response.body().close();
        assertThat(inside()).isZero();
    }

    @Test
    void whatGoesOnForEverKeepsNone() {
        pass("POST", _ -> stream("text/event-stream; charset=utf-8"));
        assertThat(inside()).isZero();
        pass("POST", exchange -> new HttpResponse.Upgrade(Headers.NONE, null, 1));
        assertThat(inside()).isZero();
    }

    @Test
    void onlyRoutesThatAskForCallersAreHeldBack() {
        assertThat(admission.of(Route.open("open", "/o", ErrorDialect.PROBLEM, _ -> null)))
                .isNull();
        assertThat(admission.of(new Route("r", "/r", ErrorDialect.PROBLEM, _ -> null)))
                .isNotNull();
    }

    @Test
    void sharesAreThoseOfKeysUsersAndAddresses() {
        assertThat(key("{\"role\":\"a\",\"iat\":1,\"sub\":\"u1\"}", "::1"))
                .isEqualTo(key("{\"sub\":\"u1\",\"iat\":2,\"x\":{\"sub\":\"u2\"}}", "::2"))
                .isNotEqualTo(key("{\"sub\":\"u2\"}", "::1"));
        assertThat(key("{\"api_key\":\"k1\",\"role\":\"a\"}", "::1"))
                .isNotEqualTo(key("{\"api_key\":\"k2\",\"role\":\"a\"}", "::1"));
        assertThat(key("{\"role\":\"a\"}", "::1")).isNotEqualTo(key("{\"role\":\"a\"}", "::2"));
    }

    private static int key(String claims, String client) {
        return ShareKey.of(exchange("GET").withClient(client)
                .withCaller(new Caller("a", claims, false)));
    }

    private int inside() {
        return admission.gate().inside();
    }

    private HttpResponse pass(String method, Stage.Next handler) {
        return admission.handle(exchange(method), handler);
    }

    private static Exchange exchange(String method) {
        return Exchange.of(new HttpRequest(
                method, "/r", null, Headers.NONE, null, LocalPeer.ANY, false), "/");
    }

    private static HttpResponse done() {
        return HttpResponse.Full.json(200, "[]");
    }

    private static HttpResponse stream(String type) {
        return new HttpResponse.Stream(
                200, null, Headers.of("Content-Type", type), _ -> { });
    }
}
