package dev.loam.spec.random;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// All the chance there is in a run: the same seed throws the same numbers.
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /// Dice of their own, so that what is drawn from them leaves these as they are.
    Dice fork() {
        return new Dice(random.nextLong());
    }

    int below(int end) {
        return random.nextInt(end);
    }

    int between(int first, int last) {
        return random.nextInt(first, last + 1);
    }

    long number() {
        return random.nextLong();
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    @SafeVarargs
    final <T> T pick(T... of) {
        return of[below(of.length)];
    }

    <T> T pick(List<T> of) {
        return of.get(below(of.size()));
    }

    /// Up to `most` different ones, in random order.
    <T> List<T> some(List<T> of, int most) {
        List<T> rest = new ArrayList<>(of);
        List<T> taken = new ArrayList<>();
        int count = rest.isEmpty() ? 0 : below(Math.min(most, rest.size()) + 1);
        while (taken.size() < count) {
            taken.add(rest.remove(below(rest.size())));
        }
        return taken;
    }
}
