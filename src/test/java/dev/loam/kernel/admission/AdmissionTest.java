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
    void aPlaceIsTakenWhenAConnectionIsNeededAndOnlyOnce() {
        pass(exchange -> {
            assertThat(inside()).isZero();
            exchange.turn().await();
            exchange.turn().await();
            assertThat(inside()).isOne();
            return done();
        });
        assertThat(inside()).isZero();
    }

    @Test
    void whoFindsNoneIsToldWhenToComeAgain() {
        pass(exchange -> {
            exchange.turn().await();
            assertThatThrownBy(() -> pass(another -> {
                another.turn().await();
                return done();
            }))
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
        assertThatThrownBy(() -> pass(exchange -> {
            exchange.turn().await();
            throw new StackOverflowError();
        })).isInstanceOf(StackOverflowError.class);
        assertThat(inside()).isZero();
    }

    @Test
    void aBodyThatIsWrittenAsItIsMadeKeepsThePlaceUntilItIsClosed() {
        var response = (HttpResponse.Stream) pass(exchange -> stream(exchange, "application/json"));
        assertThat(inside()).isOne();
        response.body().close();
        response.body().close();
        assertThat(inside()).isZero();
    }

    @Test
    void whatGoesOnForEverKeepsNone() {
        pass(exchange -> stream(exchange, "text/event-stream; charset=utf-8"));
        assertThat(inside()).isZero();
        pass(exchange -> {
            exchange.turn().await();
            return new HttpResponse.Upgrade(Headers.NONE, null, 1);
        });
        assertThat(inside()).isZero();
    }

    @Test
    void aTurnThatIsOverLetsOthersInUntilItIsAwaitedAnew() {
        pass(exchange -> {
            exchange.turn().await();
            exchange.turn().await();
            exchange.turn().over();
            assertThat(inside()).as("the inner of two").isOne();
            exchange.turn().over();
            assertThat(inside()).isZero();
            pass(another -> {
                another.turn().await();
                assertThatThrownBy(exchange.turn()::await).isInstanceOf(Refusal.class);
                return done();
            });
            exchange.turn().await();
            assertThat(inside()).isOne();
            return done();
        });
        assertThat(inside()).isZero();
    }

    @Test
    void modulesThatFindOutThemselvesWhoAsksHavePlacesOfTheirOwn() {
        Admission accounts = Admission.forRoutes("auth", new AdmissionConfig(
                1, 1, 1, 0, Duration.ofSeconds(1), Duration.ofMillis(1), Set.of()),
                new SetClock());
        assertThat(accounts.of(Route.open("auth", "/a", ErrorDialect.AUTH, _ -> null)))
                .isNotNull();
        assertThat(accounts.of(new Route("rest", "/r", ErrorDialect.PROBLEM, _ -> null)))
                .isNull();
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
        return ShareKey.of(exchange().withClient(client)
                .withCaller(new Caller("a", claims, false)));
    }

    private int inside() {
        return admission.gate().inside();
    }

    private HttpResponse pass(Stage.Next handler) {
        return admission.handle(exchange(), handler);
    }

    private static Exchange exchange() {
        return Exchange.of(new HttpRequest(
                "POST", "/r", null, Headers.NONE, null, LocalPeer.ANY, false), "/");
    }

    private static HttpResponse done() {
        return HttpResponse.Full.json(200, "[]");
    }

    private static HttpResponse stream(Exchange exchange, String type) {
        exchange.turn().await();
        return new HttpResponse.Stream(
                200, null, Headers.of("Content-Type", type), _ -> { });
    }
}
