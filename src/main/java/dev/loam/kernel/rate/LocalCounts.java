package dev.loam.kernel.rate;

import dev.loam.base.limit.Taken;
import dev.loam.base.task.Deadline;
import java.util.ArrayList;
import java.util.List;

/// Counts of this process alone. A request that is refused has taken nothing of any limit.
final class LocalCounts implements Counts {
    @Override
    public List<Taken> take(List<Limiter.Use> uses, long now, Deadline deadline) {
        if (uses.size() == 1) {
            return List.of(take(uses.getFirst(), now));
        }
        var taken = new ArrayList<Taken>(uses.size());
        for (Limiter.Use use : uses) {
            taken.add(take(use, now));
            if (!taken.getLast().granted()) {
                giveBack(uses, taken.size() - 1, now);
                break;
            }
        }
        return taken;
    }

    private static Taken take(Limiter.Use use, long now) {
        return use.limiter().used().take(use.hash(), use.rule().rate(), use.units(), now);
    }

    private static void giveBack(List<Limiter.Use> uses, int count, long now) {
        for (Limiter.Use use : uses.subList(0, count)) {
            use.limiter().used().giveBack(use.hash(), use.rule().rate(), use.units(), now);
        }
    }

    @Override
    public void charge(Limiter.Use use, long units, long now, Deadline deadline) {
        use.limiter().used().charge(use.hash(), use.rule().rate(), units, now);
    }
}
