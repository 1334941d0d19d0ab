package dev.loam.adapters.httpserver;

/// A connection that is open, as those see it who end it. Any thread may call.
interface Open {
    /// Ends it where it waits for a request; else once what it is doing is done.
    void end();

    /// Ends it at once, whatever it is doing.
    void cut();

    /// Cuts it where its client has been silent, or has taken no bytes, for too long.
    void cutIfStalled();
}
