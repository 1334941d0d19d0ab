package dev.loam.modules.rest;

import dev.loam.fixture.CatalogBuilder;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.validation.Manner;
import dev.loam.kernel.validation.Schemas;
import dev.loam.kernel.validation.Validation;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.ask.AskReader;
import dev.loam.modules.rest.ask.BodyChecks;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Payloads;
import dev.loam.modules.rest.ask.Preferences;
import dev.loam.modules.rest.ask.Requests;
import dev.loam.modules.rest.ask.Target;
import dev.loam.ports.web.HttpRequest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// An insert of one row with three columns, from its request to what it asks: what validation adds.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RowValidation {
    private static final int JSON_DEPTH_MAX = 500;

    /// Whether the row is looked at.
    @Param({"false", "true"})
    public boolean validated;

    private final Catalog catalog = new CatalogBuilder()
            .table("track", "track_id integer", "name text", "unit_price numeric").build();
    private final Validation validation = new Validation(100, Schemas.NONE);
    private final AskReader reader = new AskReader(new Payloads(JSON_DEPTH_MAX));
    private BodyChecks checks;
    private HttpRequest request;

    @Setup
    public void prepare() {
        Target.Relation target = (Target.Relation) Target.of("/track");
        checks = validated ? (Manner manner) -> validation.rows(catalog,
                new dev.loam.base.name.TableName("api", target.name()), manner)
                : BodyChecks.NONE;
        request = Requests.of("POST", "/track",
                "{\"track_id\":1234,\"name\":\"So What\",\"unit_price\":0.99}",
                "Content-Type", "application/json");
    }

    @Benchmark
    public Ask insert() {
        return reader.relation((Target.Relation) Target.of(request.path()), Method.POST, "api",
                Preferences.NONE, request, checks);
    }
}
