package dev.loam.kernel.changes;

/// The words in which listeners hear why they are told nothing more.
final class Endings {
    static final Told.Ended CLOSED = new Told.Ended("the feed was closed");

    private Endings() {
    }

    static Told.Ended thrown(Throwable e) {
        return new Told.Ended("the listener failed: " + e);
    }

    static Told.Ended slow(long bytesMax) {
        return new Told.Ended(
                "the listener was too slow: more than " + bytesMax + " bytes waited for it");
    }
}
