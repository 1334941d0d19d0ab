package dev.loam.ports.mail;

import dev.loam.base.task.Deadline;

/// Hands mail to whoever delivers it.
///
/// Blocks until it is accepted or refused, no longer than the deadline. Sending again after
/// [Undelivered] may deliver twice. Thread-safe.
@FunctionalInterface
public interface Mailer {
    void send(Mail mail, Deadline deadline) throws Undelivered;
}
