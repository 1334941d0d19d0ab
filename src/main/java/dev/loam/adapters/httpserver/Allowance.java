package dev.loam.adapters.httpserver;

/// How often something may happen that costs the other end nothing: a stock that is used up and
/// grows again by the second. One thread only.
final class Allowance {
    private final int most;
    private final int perSecond;
    private long left;
    private long atNanos = System.nanoTime();

    Allowance(int most, int perSecond) {
        this.most = most;
        this.perSecond = perSecond;
        this.left = most;
    }

    /// False when there is none left. The clock is looked at only then.
    boolean take() {
        if (left == 0) {
            long now = System.nanoTime();
            long grown = (now - atNanos) / 1_000_000 * perSecond / 1000;
            if (grown == 0) {
                return false;
            }
            left = Math.min(most, grown);
            atNanos = now;
        }
        left--;
        return true;
    }
}
