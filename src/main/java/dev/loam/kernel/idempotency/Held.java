package dev.loam.kernel.idempotency;

import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Keeping;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/// The key of one request, from its claim to its answer.
final class Held implements Keeping {
    /// For the answer to be made and sent, after a wait that took all of the time.
    private static final Duration RESERVE = Duration.ofMillis(250);

    private final KeyMaterial material;
    private final RequestPrint print;
    private final Deadline deadline;
    private final Parts parts;
    private boolean claimed;

    /// What all of them share.
    record Parts(IdempotencyConfig config, Clock clock, Chance chance, Figures figures) {
    }

    Held(KeyMaterial material, RequestPrint print, Deadline deadline, Parts parts) {
        this.material = material;
        this.print = print;
        this.deadline = deadline;
        this.parts = parts;
    }

    /// Whether the module came as far as to claim the key.
    boolean claimed() {
        return claimed;
    }

    @Override
    public Claim claim(Transaction transaction) {
        claimed = true;
        Outcome outcome = AnswerStore.claim(
                transaction, material.id(), parts.config().lifetime(), patience());
        if (AnswerStore.busy(outcome)) {
            parts.figures().busy();
            throw new Refusal(new IdempotencyFailure.InProgress());
        }
        if (AnswerStore.missing(outcome)) {
            throw new Refusal(new IdempotencyFailure.NotKept());
        }
        if (!(outcome instanceof Rows rows)) {
            return new Claim.Failed(outcome);
        }
        return rows.size() == 0 ? new Claim.Ours() : new Claim.Answered(earlier(rows));
    }

    private Duration patience() {
        Duration left = deadline.left(parts.clock().nanos()).minus(RESERVE);
        Duration wait = parts.config().waitMax();
        return wait.compareTo(left) < 0 ? wait : left;
    }

    /// What was answered before, outside of any transaction; null for nothing, and where that
    /// cannot be found out.
    ///
    /// Fails: 422 where it was for another request.
    HttpResponse.Full found(Database database, Run run) {
        Outcome outcome = database.run(AnswerStore.find(material.id()), Session.LOGIN, run);
        return outcome instanceof Rows rows && rows.size() > 0 ? earlier(rows) : null;
    }

    private HttpResponse.Full earlier(Rows rows) {
        if (!Arrays.equals(bytea(rows, 0), print.made())) {
            parts.figures().reused();
            throw new Refusal(new IdempotencyFailure.Reused());
        }
        parts.figures().replayed();
        return KeptText.read(material.opened(bytea(rows, 1)), rows.text(0, 2));
    }

    /// A `bytea` in PostgreSQL's text form, `\x…`.
    private static byte[] bytea(Rows rows, int column) {
        String text = rows.text(0, column);
        return HexFormat.of().parseHex(text, 2, text.length());
    }

    @Override
    public Outcome keep(Transaction transaction, HttpResponse answer, Session after) {
        if (!(answer instanceof HttpResponse.Full full)) {
            throw new Refusal(new IdempotencyFailure.AnswerTooLarge(
                    -1, parts.config().answerBytesMax()));
        }
        byte[] text = KeptText.of(full);
        if (text.length > parts.config().answerBytesMax()) {
            throw new Refusal(new IdempotencyFailure.AnswerTooLarge(
                    text.length, parts.config().answerBytesMax()));
        }
        byte[] nonce = parts.chance().bytes(KeyMaterial.nonceBytes());
        Outcome outcome = AnswerStore.keep(transaction, material.id(), print.made(),
                material.sealed(text, nonce), after);
        if (outcome instanceof Rows) {
            parts.figures().kept();
        }
        return outcome;
    }
}
