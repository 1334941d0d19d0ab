package dev.loam.kernel.admission;

import dev.loam.kernel.module.Exchange;
import dev.loam.ports.database.Turn;

/// The place of one request: taken when it is first needed, given back once.
///
/// For one thread after another, never two at once: that of the request.
final class Place implements Turn {
    private final Admission admission;
    private final Exchange exchange;
    private boolean taken;
    private boolean over;
    private long sinceNanos;
    private Lane lane;

    Place(Admission admission, Exchange exchange) {
        this.admission = admission;
        this.exchange = exchange;
    }

    @Override
    public void await() {
        if (!taken && !over) {
            Gate gate = admission.gate();
            if (!gate.enter()) {
                waitInLine(gate);
            }
            sinceNanos = gate.clock().nanos();
            taken = true;
        }
    }

    private void waitInLine(Gate gate) {
        long now = gate.clock().nanos();
        var caller = exchange.caller();
        var waiter = new Waiter(Thread.currentThread(),
                Priority.of(caller, admission.services()), ShareKey.of(exchange), now,
                exchange.deadline() == null
                        ? now + Long.MAX_VALUE / 2 : exchange.deadline().atNanos());
        gate.join(waiter, now);
        Verdict verdict = gate.await(waiter);
        if (verdict != Verdict.ADMITTED) {
            throw admission.refusals().of(verdict);
        }
        lane = waiter.lane;
    }

    /// Gives the place back, if it was taken; from now on none is taken. `tells` where the time it
    /// was held for is that of the database.
    void leave(boolean tells) {
        over = true;
        if (taken) {
            taken = false;
            Gate gate = admission.gate();
            long now = gate.clock().nanos();
            gate.leave(lane, now - sinceNanos, tells, now);
        }
    }
}
