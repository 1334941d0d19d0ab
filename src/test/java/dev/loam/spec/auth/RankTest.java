package dev.loam.spec.auth;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/// Whether two kinds of request take the same time, by ranks alone: the clock of a busy machine has
/// outliers that would drown a comparison of means.
///
/// Source: Mann and Whitney, "On a Test of Whether one of Two Random Variables is Stochastically
/// Larger than the Other", 1947.
final class RankTest {
    static final int SAMPLES = 80;
    private static final int WARM_UP = 10;

    private RankTest() {
    }

    /// The chance that a sample of one kind is longer than one of the other, one half where time
    /// does not tell, and how far from that it is in standard deviations.
    record Verdict(double superiority, double deviations) {
    }

    /// Samples of both kinds in turns, one two two one, so that what one leaves behind for the
    /// next one to wait for falls on both alike. The argument counts the samples.
    static Verdict compare(IntToLongFunction one, IntToLongFunction two) {
        for (int i = 0; i < WARM_UP; i++) {
            one.applyAsLong(i);
            two.applyAsLong(i);
        }
        var ones = new long[SAMPLES];
        var twos = new long[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            if (i % 2 == 0) {
                ones[i] = one.applyAsLong(WARM_UP + i);
                twos[i] = two.applyAsLong(WARM_UP + i);
            } else {
                twos[i] = two.applyAsLong(WARM_UP + i);
                ones[i] = one.applyAsLong(WARM_UP + i);
            }
        }
        return verdict(ones, twos);
    }

    static Verdict verdict(long[] ones, long[] twos) {
        double wins = 0;
        for (long one : ones) {
            wins += Arrays.stream(twos).mapToDouble(two ->
                    one > two ? 1 : one == two ? 0.5 : 0).sum();
        }
        double pairs = (double) ones.length * twos.length;
        double deviation = Math.sqrt(pairs * (ones.length + twos.length + 1) / 12);
        return new Verdict(wins / pairs, (wins - pairs / 2) / deviation);
    }
}
