package dev.loam.bench.realtime;

import java.io.IOException;

/// What makes events that all listeners get.
interface Source extends AutoCloseable {
    String name();

    /// How listeners join: the `config` of a join of the topic `bench`.
    String config();

    /// The token that a listener joins with; null for the anonymous key.
    default String token(int listener) {
        return null;
    }

    /// Whether a listener is told some time after it has joined that from now on it hears of all.
    default boolean tellsBeginning() {
        return false;
    }

    /// Makes the event of that number happen.
    void happen(int number) throws IOException;

    /// The number of the event in a message, -1 where it is another one.
    int number(byte[] message);

    @Override
    void close() throws IOException;
}
