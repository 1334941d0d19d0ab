package dev.loam.ports.message;

import dev.loam.base.task.Deadline;

/// Hands short messages to whoever delivers them.
///
/// Blocks until one is accepted or refused, no longer than the deadline. Sending again after
/// [Unsent] may deliver twice. Thread-safe.
@FunctionalInterface
public interface TextMessages {
    /// The id under which the service knows the message, null where it tells none.
    String send(TextMessage message, Deadline deadline) throws Unsent;
}
