package dev.loam.kernel.pipeline;

import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.kernel.module.Stage;
import dev.loam.kernel.watch.Traces;
import dev.loam.ports.time.Clock;
import java.util.Map;

/// What a pipeline is put together from.
///
/// @param verifier may be null where no route asks for a caller
/// @param traces null where requests have no place among traces
/// @param steps the steps that not every process has
public record PipelineParts(
        TokenVerifier verifier, AccessJournal journal, Clock clock, Traces traces,
        Map<Step, Stage.Maker> steps) {
    public PipelineParts {
        steps = Map.copyOf(steps);
    }

    /// With the steps alone that every pipeline has.
    public static PipelineParts plain(
            TokenVerifier verifier, AccessJournal journal, Clock clock) {
        return new PipelineParts(verifier, journal, clock, null, Map.of());
    }
}
