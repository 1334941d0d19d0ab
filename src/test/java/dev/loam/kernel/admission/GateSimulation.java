package dev.loam.kernel.admission;

import static dev.loam.kernel.admission.SimulatedLoad.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.Suite;
import dev.loam.kernel.admission.SimulatedLoad.Client;
import dev.loam.kernel.admission.SimulatedLoad.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What the gate does under load, in simulated time. A database of four connections does about
/// 400 requests of 10 ms a second.
final class GateSimulation {
    private static final int CONNECTIONS = 4;
    private static final double CAPACITY = 400;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Client SOMEBODY = new Client(1, Priority.AUTHENTICATED, 1, 1);

    private final long seed = Suite.seed();
    private final SimulatedLoad load =
            new SimulatedLoad(AdmissionConfig.ofPool(CONNECTIONS), CONNECTIONS, seed);

    GateSimulation() {
        System.out.println("GateSimulation: seed " + seed);
    }

    @Test
    void whatIsDoneStaysAtThePeakUnderFourTimesTheCapacity() {
        load.run(LONG, 0.5 * CAPACITY, SOMEBODY);
        double unloaded = percentile(99);
        load.run(LONG, 0.95 * CAPACITY, SOMEBODY);
        load.forget();
        load.run(LONG, 4 * CAPACITY, SOMEBODY);
        assertThat(load.done().size() / 30.0).isGreaterThan(0.93 * CAPACITY);
        assertThat(percentile(99)).isLessThan(5 * unloaded);
    }

    @Test
    void theLimitFollowsTheDatabaseDownAndUp() {
        load.run(LONG, 4 * CAPACITY, SOMEBODY);
        assertThat(load.gate.limit().now()).isBetween(CONNECTIONS, CONNECTIONS + 4);
        load.connections(_ -> 2);
        load.run(LONG, 4 * CAPACITY, SOMEBODY);
        assertThat(load.gate.limit().now()).isBetween(2, 5);
        load.connections(_ -> 6);
        load.run(LONG, 4 * CAPACITY, SOMEBODY);
        assertThat(load.gate.limit().now()).isBetween(6, 10);
    }

    @Test
    void aDatabaseThatSlowsDownWithWhatItDoesIsNotFilled() {
        var wide = new SimulatedLoad(AdmissionConfig.ofPool(20), 20, seed);
        // Four processors: more at once only take longer.
        wide.work(at -> (long) (10 * MILLI * (0.8 + 0.4 * wide.chance().nextDouble())
                * Math.max(1, at / 4.0)));
        wide.run(LONG, 4 * CAPACITY, SOMEBODY);
        assertThat(wide.gate.limit().now()).isBetween(10, 16);
    }

    @Test
    void theLimitDoesNotCreepWhileOverloadLasts() {
        load.run(Duration.ofMinutes(3), 4 * CAPACITY, SOMEBODY);
        assertThat(load.gate.limit().now()).isLessThanOrEqualTo(CONNECTIONS + 4);
    }

    @Test
    void shortAndLongRequestsTogetherDoNotCloseTheGate() {
        load.run(LONG, 2 * CAPACITY, new Client(0.95, Priority.AUTHENTICATED, 1, 0.5),
                new Client(0.05, Priority.AUTHENTICATED, 2, 20));
        // All four connections at work do 271 of this mix a second; short ones go first.
        assertThat(load.done().size() / 30.0).isGreaterThan(271);
    }

    @Test
    void sharesAreFairHoweverMuchOneAsks() {
        load.run(LONG, 4 * CAPACITY, new Client(8, Priority.AUTHENTICATED, 1, 1),
                new Client(2, Priority.AUTHENTICATED, 2, 1),
                new Client(2, Priority.AUTHENTICATED, 3, 1));
        assertThat(done(1)).isBetween(0.85 * done(2), 1.1 * done(2));
        assertThat(done(3)).isBetween(0.9 * done(2), 1.1 * done(2));
    }

    @Test
    void sharesAreOfTheTimeThatPlacesAreHeldAndNotOfRequests() {
        load.run(LONG, 4 * CAPACITY, new Client(1, Priority.AUTHENTICATED, 1, 1),
                new Client(1, Priority.AUTHENTICATED, 2, 4));
        // In both there is some wait for a connection, so it is less than four times.
        assertThat(done(1)).isBetween(2.3 * done(2), 4.2 * done(2));
    }

    @Test
    void servicesGoFirstAndTheLastAreNotForgotten() {
        load.run(LONG, 4 * CAPACITY, new Client(1, Priority.SERVICE, 1, 1),
                new Client(1, Priority.AUTHENTICATED, 2, 1),
                new Client(2, Priority.ANONYMOUS, 3, 1));
        assertThat(done(1)).isGreaterThan(5 * done(3));
        assertThat(done(3)).isGreaterThan(0.05 * 30 * CAPACITY);
        assertThat(sentAway(1)).isLessThan(0.2 * sentAway(3));
    }

    @Test
    void nothingIsLeftWhenTheLoadIsGone() {
        for (int round = 0; round < 20; round++) {
            load.run(Duration.ofSeconds(1), 8 * CAPACITY, SOMEBODY);
            load.drain();
            assertThat(load.gate.inside()).isZero();
            assertThat(load.gate.waiting()).isZero();
        }
        assertThat(load.done().size() + load.sentAway().size()).isGreaterThan(50_000);
    }

    @Test
    void aBurstIsDoneInItsOrderAndNobodyIsSentAway() {
        load.run(Duration.ofSeconds(10), 0.3 * CAPACITY, SOMEBODY);
        load.forget();
        load.run(Duration.ofMillis(20), 1_500, SOMEBODY);
        load.drain();
        assertThat(load.sentAway()).isEmpty();
        assertThat(load.done().stream().sorted().map(Request::began)).isSorted();
    }

    private double done(int key) {
        return load.done().stream().filter(one -> one.client().key() == key).count();
    }

    private double sentAway(int key) {
        return load.sentAway().stream().filter(one -> one.client().key() == key).count();
    }

    private double percentile(int percent) {
        var times = load.done().stream().mapToLong(Request::took).sorted().toArray();
        return times[times.length * percent / 100];
    }
}
