package dev.loam.kernel.rate;

import dev.loam.app.running.SystemClock;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What the check of a rule costs a request that passes, with the header fields of its answer:
/// each request of another one of so many clients.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OneCheck {
    private static final HttpResponse ANSWER = HttpResponse.Full.json(200, "[]");
    private static final Stage.Next HANDLER = _ -> ANSWER;

    @Param({"1", "100000"})
    public int clients;

    private Exchange[] exchanges;
    private Stage byAddress;
    private Stage byUser;
    private int next;

    @Setup
    public void prepare() {
        var route = new Route("rest", "/rest/v1", ErrorDialect.POSTGREST, _ -> ANSWER);
        var limits = new RateLimits(RateConfig.of(List.of(
                rule("addresses", By.IP), rule("users", By.USER))), null, new SystemClock(),
                bytes -> bytes[0] = 1);
        byAddress = limits.ofClient(route);
        byUser = limits.ofCaller(route);
        exchanges = new Exchange[clients];
        var request = new HttpRequest("GET", "/rest/v1/track", "track_id=eq.1",
                Headers.of("Host", "127.0.0.1:8000"), null, LocalPeer.ANY, false);
        for (int i = 0; i < clients; i++) {
            exchanges[i] = Exchange.of(request, "/track")
                    .withClient("10." + (i >> 16) + '.' + (i >> 8 & 255) + '.' + (i & 255))
                    .withCaller(new Caller("authenticated", "{}", false, Set.of(),
                            "018f3c5e-0000-7000-8000-" + (100_000_000_000L + i), null));
        }
    }

    private static RateRule rule(String name, By by) {
        // So many that none is refused.
        return new RateRule(name, Set.of(by), List.of(), Set.of(), Set.of(), Cost.REQUEST,
                RateRule.rate(Cost.REQUEST, 1_000_000_000, Duration.ofSeconds(1), 1_000_000_000));
    }

    private Exchange exchange() {
        next = next + 1 == clients ? 0 : next + 1;
        return exchanges[next];
    }

    @Benchmark
    public HttpResponse byAddress() {
        return byAddress.handle(exchange(), HANDLER);
    }

    @Benchmark
    public HttpResponse byUser() {
        return byUser.handle(exchange(), HANDLER);
    }
}
