package dev.loam.kernel.module;

import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.web.HttpResponse;

/// Keeps the answer to one request that may be sent again, in the transaction of its effect: either
/// both are there or none.
///
/// A module that writes claims first and keeps last, in the same transaction. It is for the thread
/// of the request; a transaction that was rolled back may be followed by another.
public interface Keeping {
    /// What a claim comes to.
    sealed interface Claim {
        /// The request is to be done.
        record Ours() implements Claim {
        }

        /// It was done before, and this was the answer; the transaction has nothing left to do.
        record Answered(HttpResponse.Full answer) implements Claim {
        }

        /// The database could not be asked; the transaction is lost.
        record Failed(Outcome outcome) implements Claim {
        }
    }

    /// The first statement of the transaction. Waits for others that hold the claim.
    ///
    /// Fails: 409 where somebody holds it for too long, 422 where it was for another request, 501
    /// where the database keeps no answers.
    Claim claim(Transaction transaction);

    /// The last statement of the transaction, which leaves role and search path as `after` has
    /// them, for what is deferred to the commit.
    ///
    /// Fails: 422 for an answer that is too large.
    Outcome keep(Transaction transaction, HttpResponse answer, Session after);
}
