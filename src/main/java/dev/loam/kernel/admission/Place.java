package dev.loam.kernel.admission;

import dev.loam.kernel.module.Exchange;
import dev.loam.ports.database.Turn;

/// The place of one request: taken when it is first needed, given back at the latest when the
/// request has ended.
///
/// Who gives it back between two statements goes before others when it comes again: what was begun
/// is worth more than what was not.
///
/// For one thread after another, never two at once: that of the request.
final class Place implements Turn {
    private final Admission admission;
    private final Exchange exchange;
    private boolean taken;
    private boolean left;
    private boolean begun;
    /// How often the turn was awaited and is not over.
    private int uses;
    private long sinceNanos;
    private Lane lane;

    Place(Admission admission, Exchange exchange) {
        this.admission = admission;
        this.exchange = exchange;
    }

    @Override
    public void await() {
        if (!taken && !left) {
            Gate gate = admission.gate();
            lane = null;
            if (!gate.enter()) {
                waitInLine(gate);
            }
            sinceNanos = gate.clock().nanos();
            taken = true;
            begun = true;
        }
        uses++;
    }

    @Override
    public void over() {
        uses--;
        if (uses == 0) {
            giveBack(true);
        }
    }

    private void waitInLine(Gate gate) {
        long now = gate.clock().nanos();
        Priority priority = begun ? Priority.SERVICE
                : Priority.of(exchange.caller(), admission.services());
        var waiter = new Waiter(Thread.currentThread(), priority, ShareKey.of(exchange), now,
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
        left = true;
        giveBack(tells);
    }

    private void giveBack(boolean tells) {
        if (taken) {
            taken = false;
            Gate gate = admission.gate();
            long now = gate.clock().nanos();
            gate.leave(lane, now - sinceNanos, tells, now);
        }
    }
}
