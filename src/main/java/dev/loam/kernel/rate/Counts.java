package dev.loam.kernel.rate;

import dev.loam.base.limit.Taken;
import dev.loam.base.task.Deadline;
import java.util.List;

/// Where it is counted what is used of the limits.
interface Counts {
    /// Takes of each limit what a request takes before it is answered: what became of each, in
    /// their order, up to the first that was refused; nothing where nobody can tell and all is to
    /// pass.
    List<Taken> take(List<Limiter.Use> uses, long now, Deadline deadline);

    /// Takes so many units of one, in any case.
    void charge(Limiter.Use use, long units, long now, Deadline deadline);
}
