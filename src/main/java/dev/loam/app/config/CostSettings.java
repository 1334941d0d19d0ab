package dev.loam.app.config;

/// The highest costs, as PostgreSQL estimates them: of any request, and of one that uses
/// aggregates. Null for no bound.
public record CostSettings(Integer planMax, Integer aggregateMax) {
    static CostSettings from(Resolved values) {
        return new CostSettings(
                values.get(Settings.PLAN_COST_MAX), values.get(Settings.AGGREGATE_COST_MAX));
    }
}
