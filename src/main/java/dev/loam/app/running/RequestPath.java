package dev.loam.app.running;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.app.config.IdempotencySettings;
import dev.loam.app.config.LoadSettings;
import dev.loam.app.config.MetricsSettings;
import dev.loam.app.config.PathSettings;
import dev.loam.app.config.RateSettings;
import dev.loam.app.config.RestSettings;
import dev.loam.app.log.AccessLog;
import dev.loam.app.log.Levels;
import dev.loam.app.log.LogOutput;
import dev.loam.kernel.admission.Admission;
import dev.loam.kernel.client.LocateClient;
import dev.loam.kernel.client.ProxyTrust;
import dev.loam.kernel.coding.CodeBody;
import dev.loam.kernel.idempotency.Idempotency;
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
import dev.loam.kernel.range.CutBody;
import dev.loam.kernel.rate.RateLimits;
import dev.loam.kernel.secure.SecureHeaders;
import dev.loam.kernel.version.VersionChoice;
import dev.loam.kernel.version.Versions;
import dev.loam.kernel.vitals.PostgresVitals;
import dev.loam.modules.rest.RestModule;
import dev.loam.ports.database.Database;
import dev.loam.ports.rate.RateStore;
import dev.loam.ports.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What stands between the wire and the modules, for as long as the process runs: the steps that
/// not every pipeline has, with what they keep. Pipelines come and go with the settings.
final class RequestPath implements AutoCloseable {
    private final Serving.Parts parts;
    private final Shared shared;
    private final Map<Step, Stage.Maker> steps = new EnumMap<>(Step.class);
    private final List<Worker> workers = new ArrayList<>();
    private final List<HealthCheck> checks = new ArrayList<>();
    private final List<Meter> meters = new ArrayList<>();
    private final OwnStages ownStages;
    private Database asked;
    private RateStore rateStore;

    /// What it shares with the rest of the process: the database as requests use it,
    /// what watches them, and how much is logged.
    record Shared(Database database, RequestWatch watch, Levels levels, Clock clock) {
    }

    RequestPath(Serving.Parts parts, Shared shared) {
        this.parts = parts;
        this.shared = shared;
        workers.addAll(shared.watch().workers());
        meters.addAll(shared.watch().meters());
        PathSettings given = parts.server().path();
        meters.add(CertificateMeters.of(given.wire().tls()));
        locateClient(given.proxies());
        if (parts.gateway()) {
            addGateway(given);
        }
        ownStages = new OwnStages(given.stages(), shared);
        meters.addAll(ownStages.meters());
        chooseVersions(given.versions());
        askPostgres(given.metrics());
        admit(given.load());
        limitRates(given.rate());
        holdIdempotent(given.idempotency());
    }

    /// On a connection of its own, as the owner where that is known, who sees more.
    private void askPostgres(MetricsSettings given) {
        if (!parts.gateway() || given.postgresEvery().isZero()) {
            return;
        }
        PostgresConfig login = parts.live() == null ? parts.database()
                : parts.live().feed().owner();
        asked = new PostgresDatabase(login.withPool(1, 1));
        var vitals = new PostgresVitals(
                asked, given.postgresEvery(), shared.clock(), new RandomPause());
        workers.add(vitals);
        meters.addAll(vitals.meters());
    }

    private void locateClient(ProxyTrust trusted) {
        if (trusted.exists()) {
            Stage locate = new LocateClient(trusted);
            steps.put(Step.LOCATE_CLIENT, _ -> locate);
        }
    }

    /// What PostgREST alone has not.
    private void addGateway(PathSettings given) {
        if (given.secure() != null) {
            Stage secure = new SecureHeaders(given.secure());
            steps.put(Step.SECURE_HEADERS, _ -> secure);
        }
        Stage cut = new CutBody();
        steps.put(Step.CUT_BODY, _ -> cut);
        CodeBody code = CodingParts.step(given.compression(), parts.server().limits());
        if (code != null) {
            steps.put(Step.CODE_BODY, _ -> code);
        }
    }

    /// PostgREST does not know the header.
    private void holdIdempotent(IdempotencySettings settings) {
        if (!parts.gateway() || !settings.enabled()) {
            return;
        }
        var idempotency = new Idempotency(shared.database(), settings.config(), shared.clock(),
                new SystemChance(), Set.of("rest", "auth"));
        steps.put(Step.HOLD_IDEMPOTENT, idempotency);
        workers.add(idempotency.sweeper(new RandomPause()));
        meters.addAll(idempotency.meters());
    }

    /// PostgREST has its pool alone. Accounts have another pool, and so places of their own.
    private void admit(LoadSettings load) {
        if (!parts.gateway() || !load.enabled()) {
            return;
        }
        Admission requests = admission("loam_load", new Admission(
                load.config(parts.database().connectionsMax()), shared.clock()));
        Admission accounts = parts.auth() == null ? null
                : admission("loam_auth_load", Admission.forRoutes("auth",
                        load.config(parts.auth().database().connectionsMax()).patient(),
                        shared.clock()));
        steps.put(Step.ADMIT, route -> {
            Stage stage = requests.of(route);
            return stage != null || accounts == null ? stage : accounts.of(route);
        });
    }

    private Admission admission(String figures, Admission made) {
        workers.add(made.ticker());
        meters.addAll(made.meters(figures));
        return made;
    }

    private void chooseVersions(Versions versions) {
        if (!versions.all().isEmpty()) {
            var choice = new VersionChoice(versions, RestModule.MANIFEST.name(), shared.clock());
            steps.put(Step.CHOOSE_VERSION, choice::of);
            meters.addAll(choice.meters());
            if (parts.gateway()) {
                workers.add(choice.keeper(shared.database(), new RandomPause()));
            }
        }
    }

    private void limitRates(RateSettings given) {
        if (!given.config().rules().isEmpty()) {
            rateStore = RateStores.open(given, parts.auth() == null
                    ? parts.database() : parts.auth().database(), shared.clock());
            var limits = new RateLimits(
                    given.config(), rateStore, shared.clock(), new SystemChance());
            steps.put(Step.LIMIT_RATE_OF_CLIENT, limits::ofClient);
            steps.put(Step.LIMIT_RATE_OF_CALLER, limits::ofCaller);
            meters.addAll(limits.meters());
            if (rateStore != null) {
                workers.add(limits.upkeep(new RandomPause()));
                checks.add(limits.check());
            }
        }
    }

    /// A pipeline of these routes, by these settings.
    StandardPipeline pipeline(RestSettings given, List<Route> routes, TokenVerifier verifier) {
        AccessJournal journal = shared.watch().journal(new AccessLog(
                shared.levels()::access, shared.clock(),
                LogOutput.hidden(parts.server().path().log()), parts.gateway()));
        return new StandardPipeline(
                SettingsMapping.pipeline(given, parts.server(), parts.gateway()), routes,
                new PipelineParts(verifier, journal, shared.clock(),
                        shared.watch().traces(), steps, ownStages.placed()));
    }

    /// The steps that not every pipeline has; a copy.
    Map<Step, Stage.Maker> steps() {
        return new EnumMap<>(steps);
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
        if (asked != null) {
            asked.close();
        }
        ownStages.close();
        if (rateStore != null) {
            rateStore.close();
        }
    }
}
