package dev.loam.kernel.custom;

import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.database.Database;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The steps that users added, with what is counted of each, for as long as the process runs.
public final class CustomStages {
    private static final double NANOS = 1e9;

    private final World world;
    private final Map<String, Figures> figures = new LinkedHashMap<>();

    /// What the steps reach.
    public record World(Database database, Outbound outbound, Clock clock) {
    }

    public CustomStages(World world) {
        this.world = world;
    }

    /// What makes the stage of each route.
    public Stage.Maker maker(CustomStage stage) {
        var counted = figures.computeIfAbsent(stage.name(), _ -> new Figures());
        Function<String, Check> check = check(stage);
        return route -> applies(stage, route) ? new CheckStage(stage.name(),
                check.apply(route.name()), stage.passesOnFailure(), counted, world.clock())
                : null;
    }

    private static boolean applies(CustomStage stage, Route route) {
        return stage.routes().isEmpty() || stage.routes().contains(route.name());
    }

    private Function<String, Check> check(CustomStage stage) {
        return switch (stage.asks()) {
            case CustomStage.Asks.Function asked -> {
                var settings = new SqlCheck.Settings(asked.function(), stage.timeMax(),
                        asked.roleOfNobody(), asked.writes());
                yield route -> SqlCheck.of(settings, route, world.database(), world.clock());
            }
            case CustomStage.Asks.Service asked -> {
                var settings = new Callout.Settings(asked.address(), stage.timeMax(),
                        asked.callsMax(), asked.secret());
                var shared = Callout.Shared.of(settings, world.clock());
                yield route -> new Callout(
                        settings, route, world.outbound(), world.clock(), shared);
            }
            case CustomStage.Asks.Plugin asked -> route -> new PluginCheck(asked.stage(), route);
        };
    }

    public List<Meter> meters() {
        return List.of(
                new Meter("loam_stage_requests_total", Meter.Kind.COUNTER,
                        "Requests that a stage of the user's own looked at, by what it said.",
                        List.of("stage", "outcome"), this::requests),
                new Meter("loam_stage_seconds_total", Meter.Kind.COUNTER,
                        "Time that requests spent in a stage of the user's own.",
                        List.of("stage"), this::seconds));
    }

    private List<Meter.Reading> requests() {
        List<Meter.Reading> readings = new ArrayList<>();
        figures.forEach((name, counted) -> {
            readings.add(reading(name, "passed", counted.passed.sum()));
            readings.add(reading(name, "refused", counted.refused.sum()));
            readings.add(reading(name, "failed", counted.failed.sum()));
        });
        return readings;
    }

    private static Meter.Reading reading(String stage, String outcome, long value) {
        return new Meter.Reading(Map.of("stage", stage, "outcome", outcome), value);
    }

    private List<Meter.Reading> seconds() {
        List<Meter.Reading> readings = new ArrayList<>();
        figures.forEach((name, counted) -> readings.add(
                new Meter.Reading(Map.of("stage", name), counted.nanos.sum() / NANOS)));
        return readings;
    }
}
