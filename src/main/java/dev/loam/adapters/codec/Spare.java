package dev.loam.adapters.codec;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Things that cost much to make and are used again: as many as there are processors are kept, and
/// those that find no room are ended.
final class Spare<T> {
    private final ArrayBlockingQueue<T> kept =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());
    private final Supplier<T> maker;
    private final Consumer<T> ender;

    Spare(Supplier<T> maker, Consumer<T> ender) {
        this.maker = maker;
        this.ender = ender;
    }

    T take() {
        T one = kept.poll();
        return one == null ? maker.get() : one;
    }

    /// Takes one back that is as good as new.
    void give(T one) {
        if (!kept.offer(one)) {
            ender.accept(one);
        }
    }
}
