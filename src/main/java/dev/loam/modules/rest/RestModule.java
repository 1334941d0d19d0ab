package dev.loam.modules.rest;

import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Catalogs;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.HealthCheck;
import dev.loam.kernel.module.ModuleManifest;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.RunningModule;
import dev.loam.kernel.module.Verbosity;
import dev.loam.kernel.query.Planner;
import dev.loam.kernel.validation.Validation;
import dev.loam.modules.rest.answer.ConditionalWrites;
import dev.loam.modules.rest.answer.CostGuard;
import dev.loam.modules.rest.answer.LargeResults;
import dev.loam.modules.rest.answer.Preparer;
import dev.loam.modules.rest.answer.Responder;
import dev.loam.modules.rest.answer.Runner;
import dev.loam.modules.rest.answer.Sessions;
import dev.loam.modules.rest.answer.Transactions;
import dev.loam.modules.rest.answer.Uploads;
import dev.loam.modules.rest.answer.Validating;
import dev.loam.modules.rest.ask.AskReader;
import dev.loam.modules.rest.ask.Ending;
import dev.loam.modules.rest.ask.Payloads;
import dev.loam.modules.rest.ask.Profiles;
import dev.loam.modules.rest.ask.UploadBounds;
import dev.loam.modules.rest.batch.BatchHandler;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Run;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.util.List;
import java.util.Set;

/// The REST module's door.
public final class RestModule {
    public static final ModuleManifest<RestConfig> MANIFEST = new ModuleManifest<>(
            "rest", "Tables, views and functions over HTTP, in PostgREST's dialect",
            RestConfig.class, Set.of(Database.class, Catalogs.class, Clock.class, Pause.class),
            Set.of(), Set.of(), RestModule::open);

    private RestModule() {
    }

    private static RunningModule open(RestConfig config, Ports ports) {
        return open(config, ports.port(Database.class), ports.port(Catalogs.class),
                ports.port(Clock.class), ports.port(Pause.class));
    }

    /// One route, and a check that fails until a schema could be read.
    public static RunningModule open(
            RestConfig config, Database database, Catalogs catalogs, Clock clock, Pause pause) {
        var profiles = new Profiles(config.schemas());
        var sessions = new Sessions(config.schemas(), config.extraSearchPath(),
                config.appSettings(), config.preRequest(), config.hoistedSettings());
        var ending = switch (config.txEnd()) {
            case COMMIT -> new Ending(false, false);
            case COMMIT_ALLOW_OVERRIDE -> new Ending(false, true);
            case ROLLBACK -> new Ending(true, false);
            case ROLLBACK_ALLOW_OVERRIDE -> new Ending(true, true);
        };
        var largeResults = new LargeResults(database, config.wholeRowsMax());
        var responder = new Responder(
                ending, profiles.several(), config.verbosity() == Verbosity.FULL);
        var transactions = new Transactions(database, pause);
        var runner = new Runner(database, transactions, sessions, responder,
                ending, largeResults, new CostGuard(database,
                        config.planCostMax(), config.aggregateCostMax()), config.positions(),
                config.conditional().heeded());
        var uploads = new Uploads(transactions, runner, responder, ending, UploadBounds.of(
                config.bodies().heldBytesMax(), config.bodies().uploadsMax()), clock);
        var options = new Planner.Options(
                config.rowsMax(), config.aggregatesEnabled(), config.legacyTargetNames());
        var preparer = new Preparer(new AskReader(new Payloads(config.jsonDepthMax())), options,
                config.planEnabled(), new Validating(config.validated().always(),
                        new Validation(config.validated().violationsMax(),
                                config.validated().schemas())));
        var conditional = new ConditionalWrites(config.conditional().heeded(),
                config.conditional().required(), preparer, runner, config.rowsMax());
        var batches = new BatchHandler(
                new BatchHandler.Parts(
                        transactions, ending, profiles, preparer, conditional, runner,
                        largeResults),
                new BatchHandler.Bounds(config.rowsMax(), config.jsonDepthMax(),
                        config.batches().operationsMax(), config.batches().answerBytesMax(),
                        config.verbosity()));
        var handler = new RestHandler(catalogs, profiles, preparer, runner, uploads,
                new RootHandler(config, runner, profiles.several()), batches,
                conditional, options);
        var route = new Route("rest", config.prefix(), ErrorDialect.POSTGREST, handler::handle);
        var schemaRead = new HealthCheck("rest: schema cache",
                () -> catalogs.current() == null ? "no schema could be read yet" : null);
        return new RunningModule(List.of(route), List.of(), List.of(schemaRead));
    }

    /// What to describe: one of the `schemas` that an API shows, as `role` may use it or, where
    /// that is null, all of it; in OpenAPI 2.0 where `older`, else in 3.1.
    public record Described(String schema, List<String> schemas, String role, boolean older) {
        public Described {
            schemas = List.copyOf(schemas);
        }
    }

    /// The OpenAPI document that is served at the root. Fails with `IllegalArgumentException`, in
    /// the database's words, where what the role may use cannot be asked.
    public static byte[] describe(
            Described described, Catalog catalog, Database database, Run run) {
        return Describer.document(described, catalog, database, run);
    }
}
