package dev.loam.adapters.httpserver;

/// A connection that is open, as those see it who end it. Any thread may call.
interface Open {
    /// Tells the client that it should go elsewhere soon, where the protocol has words for that
    /// between answers. What it sends is answered as before.
    default void announceEnd() {
    }

    /// Ends it where its client has been silent for a while; else it goes on and, the end being
    /// announced, ends with an answer. To be called again as long as it is open.
    void end();

    /// Ends it at once, whatever it is doing.
    void cut();

    /// Cuts it where its client has been silent, or has taken no bytes, for too long.
    void cutIfStalled();
}
