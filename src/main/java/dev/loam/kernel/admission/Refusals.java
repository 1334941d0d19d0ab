package dev.loam.kernel.admission;

import dev.loam.base.failure.Refusal;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// What those are told who get no place, made beforehand: when most are sent away, that must cost
/// next to nothing, and where in the program it was done is no news.
///
/// They are asked to come back after 1 to 4 seconds, in turn, so that they do not come back all at
/// once.
final class Refusals {
    private static final int SECONDS_MAX = 4;
    private static final Refusal[] CROWDED = made(LoadFailure.Crowded::new);
    private static final Refusal[] WAITED = made(LoadFailure.Waited::new);
    private static final Refusal[] TOO_LATE = made(LoadFailure.TooLate::new);

    private final AtomicInteger turn = new AtomicInteger();

    Refusal of(Verdict why) {
        int seconds = Math.floorMod(turn.getAndIncrement(), SECONDS_MAX);
        return switch (why) {
            case CROWDED_OUT -> CROWDED[seconds];
            case WAITED -> WAITED[seconds];
            case TOO_LATE -> TOO_LATE[seconds];
            case ADMITTED -> throw new IllegalStateException("this one was let in");
        };
    }

    private static Refusal[] made(IntFunction<LoadFailure> failure) {
        var made = new Refusal[SECONDS_MAX];
        for (int i = 0; i < SECONDS_MAX; i++) {
            made[i] = new Refusal(failure.apply(i + 1));
        }
        return made;
    }
}
