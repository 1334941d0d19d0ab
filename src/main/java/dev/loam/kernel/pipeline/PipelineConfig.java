package dev.loam.kernel.pipeline;

import dev.loam.kernel.module.Verbosity;
import java.time.Duration;
import java.util.List;

/// How requests are led.
///
/// - `proxyName`: who is named as the author of an error in `Proxy-Status`.
/// - `traceHeader`: the field that carries the request's id, in and out.
/// - `requestTimeMax`: how long an answer may take to be made.
/// - `cors`: which web pages may read the answers.
/// - `exposed`: what a page may read beside the fields that every page may.
/// - `verbosity`: how much errors in PostgREST's form say.
/// - `serverTiming`: whether answers tell how long the phases of their request took.
/// - `statementsKept`: whether the journal learns which statements a request ran.
/// - `reserved`: prefixes of modules that this server does not have; they answer 501.
/// - `terms`: on what terms web pages may ask.
public record PipelineConfig(
        String proxyName, String traceHeader, Duration requestTimeMax, CorsPolicy cors,
        String exposed, Verbosity verbosity, boolean serverTiming, boolean statementsKept,
        List<String> reserved, CorsTerms terms) {
    /// What PostgREST exposes.
    public static final String EXPOSED = "Content-Encoding, Content-Location, Content-Range, "
            + "Content-Type, Date, Location, Server, Transfer-Encoding, Range-Unit";
    /// The same, and what a Supabase project's gateway adds.
    public static final String EXPOSED_BY_GATEWAY = EXPOSED
            + ", Preference-Applied, Proxy-Status, WWW-Authenticate, X-Total-Count, Link, "
            + "X-Request-Id, sb-gateway-version, sb-project-ref, "
            + "X-Supabase-Api-Version, x-sb-error-code, sb-auth-user-id, sb-auth-session-id, "
            + "RateLimit, RateLimit-Policy, Retry-After";
    /// What a Supabase project exposes beside the modules that exist.
    public static final List<String> RESERVED = List.of("/auth/v1", "/graphql/v1", "/realtime/v1",
            "/storage/v1", "/functions/v1", "/analytics/v1", "/pg", "/mcp");

    public static final PipelineConfig DEFAULT = new PipelineConfig("PostgREST", "X-Request-Id",
            Duration.ofSeconds(60), new CorsPolicy.Anyone(), EXPOSED_BY_GATEWAY,
            Verbosity.FULL, false, false, RESERVED);

    /// For a port whose answers no web page should read.
    public static final PipelineConfig CLOSED = new PipelineConfig("Loam", "X-Request-Id",
            Duration.ofSeconds(10), new CorsPolicy.Closed(), EXPOSED, Verbosity.FULL, false,
            false, List.of());

    /// With the usual terms for pages.
    public PipelineConfig(
            String proxyName, String traceHeader, Duration requestTimeMax, CorsPolicy cors,
            String exposed, Verbosity verbosity, boolean serverTiming, boolean statementsKept,
            List<String> reserved) {
        this(proxyName, traceHeader, requestTimeMax, cors, exposed, verbosity, serverTiming,
                statementsKept, reserved, CorsTerms.DEFAULT);
    }

    public PipelineConfig {
        reserved = List.copyOf(reserved);
    }
}
