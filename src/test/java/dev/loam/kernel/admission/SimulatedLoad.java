package dev.loam.kernel.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;

/// Clients, a gate and a database behind it, in simulated time and by a seed: requests come by
/// chance at a rate, and the database does so many at once, the others in their order.
final class SimulatedLoad {
    static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    final Gate gate;
    private final SetClock clock = new SetClock();
    private final SplittableRandom chance;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Request> waiting = new ArrayList<>();
    private final PriorityQueue<Request> queued = new PriorityQueue<>();
    private final List<Request> done = new ArrayList<>();
    private final List<Request> sentAway = new ArrayList<>();
    private int connections;
    private int working;
    private long number;
    private LongUnaryOperator work;

    /// Who sends: which share of the requests, with what priority and key.
    record Client(double share, Priority priority, int key, double times) {
    }

    /// A request from its coming to its end.
    record Request(long number, Client client, Waiter waiter, long cameNanos, long[] ended)
            implements Comparable<Request> {
        long began() {
            return ended[0];
        }

        long took() {
            return ended[1] - cameNanos;
        }

        @Override
        public int compareTo(Request other) {
            return Long.compare(number, other.number);
        }
    }

    private record Event(long atNanos, long number, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    SimulatedLoad(AdmissionConfig config, int connections, long seed) {
        this.gate = new Gate(config, clock);
        this.chance = new SplittableRandom(seed);
        this.connections = connections;
        this.work = _ -> (long) (10 * MILLI * (0.5 + chance.nextDouble()));
    }

    /// How long a request works, by how many work.
    void work(LongUnaryOperator newWork) {
        work = newWork;
    }

    void connections(IntUnaryOperator change) {
        connections = change.applyAsInt(connections);
    }

    SplittableRandom chance() {
        return chance;
    }

    List<Request> done() {
        return done;
    }

    List<Request> sentAway() {
        return sentAway;
    }

    void forget() {
        done.clear();
        sentAway.clear();
    }

    /// Lets requests come for a while; what is under way at its end stays so.
    void run(Duration time, double perSecond, Client... clients) {
        long end = clock.nanos() + time.toNanos();
        arriveNext(end, perSecond, clients);
        while (!events.isEmpty() && events.peek().atNanos <= end) {
            step();
        }
        clock.set(end);
    }

    /// Lets all end that is under way.
    void drain() {
        while (!events.isEmpty()) {
            step();
        }
    }

    private void step() {
        Event event = events.poll();
        clock.set(event.atNanos);
        event.what.run();
        settle();
    }

    private void at(long nanos, Runnable what) {
        events.add(new Event(nanos, number++, what));
    }

    private void arriveNext(long end, double perSecond, Client... clients) {
        double gap = -Math.log(1 - chance.nextDouble()) / perSecond;
        long at = clock.nanos() + (long) (gap * 1e9);
        if (at <= end) {
            at(at, () -> {
                arrive(chosen(clients));
                arriveNext(end, perSecond, clients);
            });
        }
    }

    private Client chosen(Client... clients) {
        double left = chance.nextDouble() * Arrays.stream(clients).mapToDouble(Client::share).sum();
        for (Client client : clients) {
            left -= client.share;
            if (left < 0) {
                return client;
            }
        }
        return clients[clients.length - 1];
    }

    private void arrive(Client client) {
        long now = clock.nanos();
        var waiter = new Waiter(null, client.priority, client.key, now, now + 1000 * MILLI);
        var request = new Request(number++, client, waiter, now, new long[2]);
        if (gate.enter()) {
            begin(request);
            return;
        }
        gate.join(waiter, now);
        waiting.add(request);
        if (waiter.verdict() == null) {
            at(waiter.untilNanos, gate::expire);
        }
    }

    private void settle() {
        for (Iterator<Request> each = waiting.iterator(); each.hasNext();) {
            Request request = each.next();
            Verdict verdict = request.waiter.verdict();
            if (verdict != null) {
                each.remove();
                if (verdict == Verdict.ADMITTED) {
                    begin(request);
                } else {
                    request.ended[1] = clock.nanos();
                    sentAway.add(request);
                }
            }
        }
    }

    private void begin(Request request) {
        request.ended[0] = clock.nanos();
        queued.add(request);
        serve();
    }

    private void serve() {
        while (working < connections && !queued.isEmpty()) {
            Request request = queued.poll();
            working++;
            long takes = (long) (work.applyAsLong(working) * request.client.times);
            at(clock.nanos() + takes, () -> end(request));
        }
    }

    private void end(Request request) {
        long now = clock.nanos();
        working--;
        request.ended[1] = now;
        done.add(request);
        gate.leave(request.waiter.lane, now - request.began(), true, now);
        serve();
    }
}
