package dev.loam.modules.rest.batch;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Verbosity;
import dev.loam.modules.rest.answer.Conflicts;
import dev.loam.modules.rest.answer.LargeResults;
import dev.loam.modules.rest.answer.Runner;
import dev.loam.modules.rest.answer.Step;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.database.Verdict.End;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// One try of a batch: its operations in their order, until one fails that may not fail alone.
final class BatchRun {
    private static final Function<Sql, Outcome> NO_ESTIMATE = _ -> {
        throw new IllegalStateException("what writes has no total to estimate");
    };

    private final Exchange exchange;
    private final List<Prepared> operations;
    private final Rules rules;
    private final Resets resets;
    private final boolean writes;
    private final boolean last;
    private final List<OperationResult> results = new ArrayList<>();
    private final EarlierResults earlier = new EarlierResults();
    private long bytes;
    private boolean conflicted;
    private boolean lost;

    /// What is the same for every batch. `verbosity` is that of failures, `bytesMax` bounds the
    /// bodies of all results together.
    record Rules(Runner runner, LargeResults largeResults, Verbosity verbosity, long bytesMax) {
    }

    /// After the `last` try there is no other, so that a conflict is told like any other error.
    BatchRun(Exchange exchange, List<Prepared> operations, Rules rules, boolean last) {
        this.exchange = exchange;
        this.operations = operations;
        this.rules = rules;
        this.resets = Resets.of(operations.stream().map(Prepared::step).toList());
        this.writes = operations.stream().anyMatch(each -> !each.step().reads());
        this.last = last;
    }

    /// Does the work, all of it or none.
    ///
    /// Fails as the operation does that failed.
    void in(Transaction transaction) {
        Sql question = resets.question();
        if (question != null) {
            resets.take(rows(transaction.run(question, Session.LOGIN)));
        }
        for (Prepared each : operations) {
            done(transaction, each);
        }
    }

    List<OperationResult> results() {
        return results;
    }

    private void done(Transaction transaction, Prepared given) {
        Operation operation = given.operation();
        OperationResult result;
        try {
            Prepared each = given.late() == null ? given : given.late().with(earlier);
            exchange.trail().runs(each.step().sql().text());
            result = result(transaction, each);
        } catch (Refusal refused) {
            boolean alone = operation.savepoint() && !conflicted && !lost;
            if (!alone) {
                throw operation.refusal(refused.failure());
            }
            result = OperationResult.of(operation, refused.failure(), rules.verbosity());
        }
        bytes += result.size();
        results.add(result);
        earlier.add(result);
    }

    private OperationResult result(Transaction transaction, Prepared each) {
        Step step = each.step();
        boolean readsAmongWrites = writes && step.reads();
        Session session = resets.session(step, readsAmongWrites);
        if (!readsAmongWrites && !each.operation().savepoint()) {
            return settled(each, rows(transaction.run(step.sql(), session)),
                    estimate -> transaction.run(estimate, session));
        }
        if (step.reads()) {
            Rows rows = rows(transaction.attempt(step.sql(), session, Verdict.COMMIT));
            return settled(each, rows,
                    estimate -> transaction.attempt(estimate, session, Verdict.COMMIT));
        }
        var judge = new Judge(each);
        rows(transaction.attempt(step.sql(), session, judge));
        return judge.result();
    }

    /// Settles an operation while it can still be undone.
    private final class Judge implements Verdict {
        private final Prepared each;
        private OperationResult result;
        private Refusal refusal;

        Judge(Prepared each) {
            this.each = each;
        }

        @Override
        public End of(Rows rows) {
            try {
                result = settled(each, rows, NO_ESTIMATE);
                return End.COMMIT;
            } catch (Refusal refused) {
                refusal = refused;
                return End.ROLLBACK;
            }
        }

        OperationResult result() {
            if (refusal != null) {
                throw refusal;
            }
            return result;
        }
    }

    private OperationResult settled(
            Prepared each, Rows rows, Function<Sql, Outcome> estimating) {
        Step step = each.step();
        Failure objection = step.objection(rows);
        if (objection != null) {
            throw new Refusal(objection);
        }
        if (each.cut() && rules.largeResults().exceeds(rows)) {
            throw new Refusal(new RestFailure.TooLargeForBatch(
                    "It has more rows than are sent at once."));
        }
        HttpResponse.Full response = rules.runner().answer(
                step, rows, exchange.caller().anonymous(), estimating);
        if (each.echoed() != null) {
            response = response.withHeaders(
                    response.headers().plus(Headers.of("Content-Profile", each.echoed())));
        }
        var result = OperationResult.of(each.operation(), step.answering(), response);
        if (bytes + result.size() > rules.bytesMax()) {
            throw new Refusal(new RestFailure.TooLargeForBatch("The results come to more than "
                    + rules.bytesMax() + " bytes together."));
        }
        return result;
    }

    private Rows rows(Outcome outcome) {
        conflicted |= !last && Conflicts.in(outcome);
        lost |= outcome instanceof Outcome.Unavailable;
        return Runner.rows(outcome, exchange.caller().anonymous());
    }
}
