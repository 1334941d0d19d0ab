package dev.loam.kernel.pipeline;

import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.kernel.module.Stage;
import dev.loam.kernel.watch.Traces;
import dev.loam.ports.time.Clock;
import java.util.List;
import java.util.Map;

/// What a pipeline is put together from.
///
/// @param verifier may be null where no route asks for a caller
/// @param traces null where requests have no place among traces
/// @param steps the steps that not every process has
/// @param placed steps that users added, in the order of their writing
public record PipelineParts(
        TokenVerifier verifier, AccessJournal journal, Clock clock, Traces traces,
        Map<Step, Stage.Maker> steps, List<Placed> placed) {
    /// A step that a user put right before, or right after, one of ours; `name` is how traces call
    /// it.
    public record Placed(String name, Step step, boolean before, Stage.Maker maker) {
        /// Whether a refusal there would still become an answer.
        public static boolean possible(Step step, boolean before) {
            int least = Step.BOUND_ERRORS.ordinal() + (before ? 1 : 0);
            return step.ordinal() >= least;
        }

        public Placed {
            if (!possible(step, before)) {
                throw new IllegalArgumentException(step + " is outside of the error boundary");
            }
        }
    }

    public PipelineParts {
        steps = Map.copyOf(steps);
        placed = List.copyOf(placed);
    }

    public PipelineParts(
            TokenVerifier verifier, AccessJournal journal, Clock clock, Traces traces,
            Map<Step, Stage.Maker> steps) {
        this(verifier, journal, clock, traces, steps, List.of());
    }

    /// With the steps alone that every pipeline has.
    public static PipelineParts plain(
            TokenVerifier verifier, AccessJournal journal, Clock clock) {
        return new PipelineParts(verifier, journal, clock, null, Map.of());
    }
}
