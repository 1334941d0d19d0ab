package dev.loam.ports.rate;

import dev.loam.base.limit.Taken;
import dev.loam.base.task.Deadline;
import java.util.List;

/// Where allowances are kept that several processes share.
///
/// Each wish is granted whole or not at all, exactly once, however many processes ask at the same
/// time; the wishes of one call do not depend on each other and have different keys. Time is the
/// store's own, so that the clocks of those who ask need not agree.
public interface RateStore extends AutoCloseable {
    /// In one round trip, in the order of the wishes. Blocks until the deadline at the most, or
    /// hardly longer.
    ///
    /// @throws Uncounted where it is not known what became of them
    List<Taken> take(List<Ask> asks, Deadline deadline) throws Uncounted;

    /// Makes ready what it needs; the first questions may go wrong without it.
    void prepare(Deadline deadline) throws Uncounted;

    /// Forgets keys whose allowance is whole again, so many at the most; answers how many.
    int clean(int keysMax, Deadline deadline) throws Uncounted;

    @Override
    void close();
}
