package dev.loam.kernel.pipeline;

import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Route;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// From a path to its route, among those of `loam up`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Router {
    private static final RouteTable ROUTES = RouteTable.of(
            List.of(Route.open("rest", "/rest/v1", ErrorDialect.POSTGREST, _ -> null)),
            PipelineConfig.RESERVED);

    @Param({"/rest/v1/track", "/nowhere"})
    public String path;

    @Benchmark
    public int find() {
        return ROUTES.find(path);
    }
}
