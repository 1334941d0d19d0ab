package dev.loam.modules.realtime.socket;

import java.util.function.Consumer;

/// The outcome that the reply to a join waits for: the first that is told counts, and is passed on
/// once. Any thread.
final class HeldReply {
    private Consumer<String> asking;
    private String failure;
    private boolean ended;

    /// The changes are told now.
    void succeed() {
        end(null);
    }

    /// They will not be.
    void fail(String why) {
        end(why);
    }

    /// Calls back when it is known, at once where it is already: with null, or why it failed.
    void onEnd(Consumer<String> told) {
        synchronized (this) {
            if (!ended) {
                asking = told;
                return;
            }
        }
        told.accept(failure);
    }

    private void end(String why) {
        Consumer<String> told;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            failure = why;
            told = asking;
        }
        if (told != null) {
            told.accept(why);
        }
    }
}
