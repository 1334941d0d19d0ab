package dev.loam.kernel.query;

import dev.loam.base.failure.Failure;

/// Why what was asked has no legal plan.
public interface PlanFailure extends Failure {
}
