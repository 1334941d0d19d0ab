package dev.loam.app.running;

import dev.loam.app.config.RestSettings;
import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.kernel.module.HealthCheck;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.kernel.module.Worker;
import dev.loam.kernel.pipeline.AccessJournal;
import dev.loam.kernel.pipeline.PipelineParts;
import dev.loam.kernel.pipeline.StandardPipeline;
import dev.loam.kernel.pipeline.Step;
import dev.loam.kernel.version.VersionChoice;
import dev.loam.modules.rest.RestModule;
import dev.loam.ports.database.Database;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpHandler;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stands between the wire and the modules, for as long as the process runs: the steps that
/// not every pipeline has, with what they keep. Pipelines come and go with the settings.
final class RequestPath implements AutoCloseable {
    private static final Logger ACCESS = LoggerFactory.getLogger("access");

    private final Serving.Parts parts;
    private final Shared shared;
    private final Map<Step, Stage.Maker> steps = new EnumMap<>(Step.class);
    private final List<Worker> workers = new ArrayList<>();
    private final List<HealthCheck> checks = new ArrayList<>();
    private final List<Meter> meters = new ArrayList<>();
    private final OwnStages ownStages;

    /// What it shares with the rest of the process: the database as requests use it.
    record Shared(Database database, Clock clock) {
    }

    RequestPath(Serving.Parts parts, Shared shared) {
        this.parts = parts;
        this.shared = shared;
        this.ownStages = new OwnStages(parts.server().path().stages(), shared);
        meters.addAll(ownStages.meters());
        chooseVersions();
    }

    private void chooseVersions() {
        var versions = parts.server().path().versions();
        if (!versions.all().isEmpty()) {
            var choice = new VersionChoice(versions, RestModule.MANIFEST.name(), shared.clock());
            steps.put(Step.CHOOSE_VERSION, choice::of);
            meters.addAll(choice.meters());
        }
    }

    /// A pipeline of these routes, by these settings.
    HttpHandler pipeline(RestSettings given, List<Route> routes, TokenVerifier verifier) {
        AccessJournal journal = new AccessLog(
                given.logLevel(), shared.clock(), ZoneId.systemDefault(), ACCESS::info);
        return new StandardPipeline(
                SettingsMapping.pipeline(given, parts.server(), parts.gateway()), routes,
                new PipelineParts(verifier, journal, shared.clock(), steps,
                        ownStages.placed()));
    }

    /// The work that goes on beside requests.
    List<Worker> workers() {
        return workers;
    }

    List<HealthCheck> checks() {
        return checks;
    }

    List<Meter> meters() {
        return meters;
    }

    /// Frees what the steps hold; requests have ended.
    @Override
    public void close() {
        steps.clear();
        ownStages.close();
    }
}
