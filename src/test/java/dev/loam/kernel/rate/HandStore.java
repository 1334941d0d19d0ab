package dev.loam.kernel.rate;

import dev.loam.base.limit.Taken;
import dev.loam.base.task.Deadline;
import dev.loam.ports.rate.Ask;
import dev.loam.ports.rate.RateStore;
import dev.loam.ports.rate.Uncounted;
import java.util.ArrayList;
import java.util.List;

/// A store that answers as it is told, and remembers what it was asked.
final class HandStore implements RateStore {
    final List<List<Ask>> asked = new ArrayList<>();
    final List<Deadline> deadlines = new ArrayList<>();
    boolean away;
    long waitNanos;
    int prepared;
    int toClean;

    @Override
    public List<Taken> take(List<Ask> asks, Deadline deadline) throws Uncounted {
        asked.add(asks);
        deadlines.add(deadline);
        answer();
        return asks.stream().map(ask -> new Taken(waitNanos, ask.rate().cost(1))).toList();
    }

    @Override
    public void prepare(Deadline deadline) throws Uncounted {
        answer();
        prepared++;
    }

    @Override
    public int clean(int keysMax, Deadline deadline) throws Uncounted {
        answer();
        int cleaned = Math.min(keysMax, toClean);
        toClean -= cleaned;
        return cleaned;
    }

    private void answer() throws Uncounted {
        if (away) {
            throw new Uncounted("away", null);
        }
    }

    @Override
    public void close() {
    }
}
