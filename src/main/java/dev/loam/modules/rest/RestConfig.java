package dev.loam.modules.rest;

import dev.loam.base.name.TableName;
import dev.loam.kernel.module.Verbosity;
import dev.loam.kernel.validation.Schemas;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Settings of the REST module.
///
/// - `prefix`: the path it is served under, empty for everything.
/// - `schemas`: those exposed, the first one by default.
/// - `extraSearchPath`: searched behind the schema a request means.
/// - `rowsMax`: cuts every result; null for no bound.
/// - `preRequest`: a function to run before every request, or null.
/// - `appSettings`: set for SQL to read, under their whole names (`app.settings.…`).
/// - `planEnabled`: whether execution plans may be asked for.
/// - `legacyTargetNames`: an embedded relation with an alias can still be named by its target.
/// - `openApiSecurity`: whether the OpenAPI document says how to send a token.
/// - `rootSpec`: a function to answer `/` in place of the OpenAPI document, or null.
/// - `hoistedSettings`: settings of a function that hold for the whole transaction of its call.
/// - `wholeRowsMax`: the largest result that is sent whole; larger ones are streamed.
/// - `jsonDepthMax`: bounds the nesting of JSON bodies.
/// - `bodies`: bounds those of writes.
/// - `batches`: bounds those of several operations.
/// - `verbosity`: how much failures inside the answer to a batch say.
/// - `planCostMax`: the highest cost, as PostgreSQL estimates it, of a statement that is run; null
///   for no bound.
/// - `aggregateCostMax`: the same for requests that use aggregates.
/// - `conditional`: what is known of answers that clients have.
/// - `positions`: whether writes tell where the database's log was after their commit.
/// - `validated`: when bodies are looked at before PostgreSQL sees them.
public record RestConfig(
        String prefix, List<String> schemas, List<String> extraSearchPath, Long rowsMax,
        TxEnd txEnd, String preRequest, Map<String, String> appSettings,
        boolean aggregatesEnabled, boolean planEnabled, boolean legacyTargetNames, String rootSpec,
        OpenApiMode openApiMode, String openApiServerProxyUri, boolean openApiSecurity,
        Set<String> hoistedSettings, long wholeRowsMax, int jsonDepthMax, Bodies bodies,
        Batches batches, Verbosity verbosity, Long planCostMax,
        Long aggregateCostMax, boolean positions, Conditional conditional, Validated validated) {
    public static final RestConfig DEFAULT = new RestConfig(
            "/rest/v1", List.of("public"), List.of("public"), null, TxEnd.COMMIT, null, Map.of(),
            false, false, true, null, OpenApiMode.FOLLOW_PRIVILEGES, null, false,
            Set.of("statement_timeout", "plan_filter.statement_cost_limit",
                    "default_transaction_isolation"),
            20_000, 500, new Bodies(64 << 20, 5), new Batches(100, 64L << 20), Verbosity.FULL,
            null, null);

    /// Without positions and conditions.
    public RestConfig(
            String prefix, List<String> schemas, List<String> extraSearchPath, Long rowsMax,
            TxEnd txEnd, String preRequest, Map<String, String> appSettings,
            boolean aggregatesEnabled, boolean planEnabled, boolean legacyTargetNames,
            String rootSpec, OpenApiMode openApiMode, String openApiServerProxyUri,
            boolean openApiSecurity, Set<String> hoistedSettings, long wholeRowsMax,
            int jsonDepthMax, Bodies bodies, Batches batches, Verbosity verbosity,
            Long planCostMax, Long aggregateCostMax) {
        this(prefix, schemas, extraSearchPath, rowsMax, txEnd, preRequest, appSettings,
                aggregatesEnabled, planEnabled, legacyTargetNames, rootSpec, openApiMode,
                openApiServerProxyUri, openApiSecurity, hoistedSettings, wholeRowsMax,
                jsonDepthMax, bodies, batches, verbosity, planCostMax, aggregateCostMax, false,
                Conditional.NONE, Validated.ASKED);
    }

    /// The same, with positions.
    public RestConfig withPositions() {
        return new RestConfig(prefix, schemas, extraSearchPath, rowsMax, txEnd, preRequest,
                appSettings, aggregatesEnabled, planEnabled, legacyTargetNames, rootSpec,
                openApiMode, openApiServerProxyUri, openApiSecurity, hoistedSettings,
                wholeRowsMax, jsonDepthMax, bodies, batches, verbosity, planCostMax,
                aggregateCostMax, true, conditional, validated);
    }

    /// The same, with bodies looked at otherwise.
    public RestConfig withValidated(Validated changed) {
        return new RestConfig(prefix, schemas, extraSearchPath, rowsMax, txEnd, preRequest,
                appSettings, aggregatesEnabled, planEnabled, legacyTargetNames, rootSpec,
                openApiMode, openApiServerProxyUri, openApiSecurity, hoistedSettings,
                wholeRowsMax, jsonDepthMax, bodies, batches, verbosity, planCostMax,
                aggregateCostMax, positions, conditional, changed);
    }

    /// The same, heeding what clients say of the rows they know.
    public RestConfig with(Conditional heeded) {
        return new RestConfig(prefix, schemas, extraSearchPath, rowsMax, txEnd, preRequest,
                appSettings, aggregatesEnabled, planEnabled, legacyTargetNames, rootSpec,
                openApiMode, openApiServerProxyUri, openApiSecurity, hoistedSettings,
                wholeRowsMax, jsonDepthMax, bodies, batches, verbosity, planCostMax,
                aggregateCostMax, positions, heeded, validated);
    }

    /// Whether bodies are looked at before PostgreSQL sees them though a request does not ask for
    /// it, how much that is wrong is told at most, and the schemas beside those in comments.
    public record Validated(boolean always, int violationsMax, Schemas schemas) {
        public static final Validated ASKED = new Validated(false, 100, Schemas.NONE);

        public Validated {
            require(violationsMax > 0, "violations-max: a positive number");
        }
    }

    /// Whether every answer to a read has a tag and writes may depend on it, and which tables are
    /// changed in no other way.
    public record Conditional(boolean heeded, Set<TableName> required) {
        /// As PostgREST has it.
        public static final Conditional NONE = new Conditional(false, Set.of());

        public Conditional {
            required = Set.copyOf(required);
        }
    }

    /// The largest body, or row of an insert that is read as it arrives, that is at hand as a
    /// whole; and how many such inserts run at a time.
    public record Bodies(int heldBytesMax, int uploadsMax) {
        public Bodies {
            require(heldBytesMax > 0, "bodies: a positive number of bytes held");
            require(uploadsMax > 0, "bodies: a positive number of uploads");
        }
    }

    /// How many operations a batch may have, and how large the bodies of their results may be
    /// together.
    public record Batches(int operationsMax, long answerBytesMax) {
        public Batches {
            require(operationsMax > 0, "batch-operations-max: a positive number");
            require(answerBytesMax > 0 && answerBytesMax <= 1 << 30,
                    "batch-answer-max: from 1 B to 1 GiB");
        }
    }

    /// How transactions end, and whether `Prefer: tx` may say otherwise.
    public enum TxEnd {
        COMMIT, COMMIT_ALLOW_OVERRIDE, ROLLBACK, ROLLBACK_ALLOW_OVERRIDE
    }

    /// What the OpenAPI document shows: what the caller's role may use, everything, or it is not
    /// there.
    public enum OpenApiMode {
        FOLLOW_PRIVILEGES, IGNORE_PRIVILEGES, DISABLED
    }

    public RestConfig {
        schemas = List.copyOf(schemas);
        extraSearchPath = List.copyOf(extraSearchPath);
        appSettings = Map.copyOf(appSettings);
        hoistedSettings = Set.copyOf(hoistedSettings);
        preRequest = named(preRequest);
        rootSpec = named(rootSpec);
        openApiServerProxyUri = named(openApiServerProxyUri);
        require(!schemas.isEmpty(), "schemas: at least one must be exposed");
        require(rowsMax == null || rowsMax > 0, "rows-max: a positive number");
        require(openApiServerProxyUri == null
                || URI.create(openApiServerProxyUri).getHost() != null,
                "open-api-server-proxy-uri: a whole address, such as https://example.org");
        require(wholeRowsMax > 0, "whole-rows-max: a positive number");
        require(planCostMax == null || planCostMax > 0, "plan-cost-max: a positive number");
        require(aggregateCostMax == null || aggregateCostMax > 0,
                "aggregate-cost-max: a positive number");
        require(jsonDepthMax > 0 && jsonDepthMax <= 1000, "json-depth-max: from 1 to 1000");
    }

    /// An empty text names nothing.
    private static String named(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
