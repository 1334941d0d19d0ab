package dev.loam.app.config;

import dev.loam.adapters.httpserver.ProxyRule;
import dev.loam.base.config.ByteSize;
import dev.loam.base.config.Secret;
import dev.loam.kernel.pipeline.CorsTerms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The table of every setting: what loads the configuration, what `loam config` prints and what
/// `docs/reference/config.md` is generated from.
///
/// A setting with a PostgREST name means the same in both dialects.
public final class Settings {
    private static final SettingTable TABLE = new SettingTable("");
    private static final ByteSize KIBIBYTE = new ByteSize(1 << 10);
    private static final ByteSize HEAD_SIZE_MAX = new ByteSize(16 << 20);

    public static final Setting<String> HOST = add("server.host", "server-host", Kind.TEXT,
            "127.0.0.1", "The address the API listens on.");
    public static final Setting<Integer> PORT = add("server.port", "server-port", Kind.PORT,
            8000, "The port the API listens on; 0 takes a free one.");
    public static final Setting<Boolean> REUSE_PORT = add("server.reuse-port",
            "server-reuseport", Kind.TRUTH, false,
            "Whether several processes may listen on that port and share its connections.");
    public static final Setting<String> ADMIN_HOST = add("server.admin-host",
            "admin-server-host", Kind.TEXT, "127.0.0.1",
            "The address the admin port listens on.");
    public static final Setting<Integer> ADMIN_PORT = add("server.admin-port",
            "admin-server-port", Kind.wholeOrNone(0, 65_535), 8001,
            "The port for /live, /ready, /startup, /config, /schema_cache, /metrics and "
                    + "/log-level; 0 takes a free one.");
    public static final Setting<List<String>> ROLES = add("server.roles", null, Kind.LIST,
            List.of(), "The modules to run here; empty runs all.");
    public static final Setting<Boolean> PRODUCTION = add("server.production", null, Kind.TRUTH,
            false, "Whether people other than developers are served: stricter defaults, and a "
                    + "start only without what is known to be unsafe.");
    public static final Setting<Duration> REQUEST_TIMEOUT = add("server.request-timeout", null,
            Kind.DURATION, Duration.ofSeconds(30),
            "The longest a request may take before it is answered 504.");
    public static final Setting<Duration> DRAIN_DELAY = TABLE.add("server.drain-delay",
            Kind.DURATION, Duration.ZERO, Duration.ofSeconds(5),
            "How long requests are still taken after SIGTERM, while /ready says no and answers "
                    + "send clients elsewhere; Ctrl-C does not wait.");
    public static final Setting<Duration> DRAIN_TIME_MAX = add("server.drain-time-max", null,
            Kind.DURATION, Duration.ofSeconds(10),
            "How long a stop waits for running requests.");
    public static final Setting<ByteSize> BODY_MAX = add("server.body-max", null,
            Kind.size(KIBIBYTE, new ByteSize(1L << 40)), new ByteSize(1L << 30),
            "The largest request body; more is answered 413.");
    public static final Setting<ByteSize> WHOLE_BODY_MAX = add("server.whole-body-max", null,
            Kind.size(KIBIBYTE, new ByteSize(1L << 30)), new ByteSize(64L << 20),
            "The largest body, or row of a bulk insert, that is held whole; more is answered 413.");
    public static final Setting<ByteSize> LINE_MAX = add("server.line-max", null,
            Kind.size(KIBIBYTE, HEAD_SIZE_MAX), new ByteSize(64 << 10),
            "The longest request line; more is answered 414.");
    public static final Setting<ByteSize> HEAD_MAX = add("server.head-max", null,
            Kind.size(KIBIBYTE, HEAD_SIZE_MAX), new ByteSize(64 << 10),
            "The largest set of headers; more is answered 431.");
    public static final Setting<Duration> HEAD_TIME_MAX = add("server.head-time-max", null,
            Kind.DURATION, Duration.ofSeconds(20),
            "How long a client may take to send its headers; more is answered 408.");
    public static final Setting<Duration> BODY_TIME_MAX = add("server.body-time-max", null,
            Kind.DURATION, Duration.ofSeconds(60),
            "How long a client may take to send its body; more is answered 408.");
    public static final Setting<ByteSize> BODY_SPEED_MIN = add("server.body-speed-min", null,
            Kind.size(new ByteSize(0), new ByteSize(1L << 30)), KIBIBYTE,
            "The bytes that a body has to bring for each second that it is waited for; fewer is "
                    + "answered 408, 0 takes any speed.");
    public static final Setting<Duration> BODY_SPEED_GRACE = add("server.body-speed-grace", null,
            Kind.DURATION, Duration.ofSeconds(10),
            "How long a body is waited for before its speed counts.");
    public static final Setting<Duration> IDLE_TIME_MAX = add("server.idle-time-max", null,
            Kind.DURATION, Duration.ofSeconds(75),
            "How long a connection without a request stays open.");
    public static final Setting<Integer> CONNECTIONS_MAX = add("server.connections-max", null,
            Kind.whole(1, 1_000_000), 10_000, "The connections open at once; more wait.");
    public static final Setting<List<String>> CORS_ALLOWED_ORIGINS = add(
            "server.cors-allowed-origins", "server-cors-allowed-origins", Kind.LIST, List.of(),
            "The origins browsers may call from, as https://a.example or https://*.a.example; "
                    + "empty allows any.");
    public static final Setting<List<String>> CORS_METHODS = add("server.cors-methods", null,
            Kind.LIST, CorsTerms.DEFAULT.methods(), "The methods they may use.");
    public static final Setting<List<String>> CORS_HEADERS = add("server.cors-headers", null,
            Kind.LIST, List.of(), "The headers they may send; empty allows any.");
    public static final Setting<List<String>> CORS_EXPOSED = add("server.cors-exposed-headers",
            null, Kind.LIST, List.of(), "Headers that pages may read beside the usual ones.");
    public static final Setting<Boolean> CORS_CREDENTIALS = add("server.cors-credentials", null,
            Kind.TRUTH, true, "Whether pages of named origins may send cookies along.");
    public static final Setting<Duration> CORS_MAX_AGE = add("server.cors-max-age", null,
            Kind.DURATION, CorsTerms.DEFAULT.preflightAge(),
            "How long browsers remember what they may.");
    public static final Setting<String> TRACE_HEADER = add("server.trace-header",
            "server-trace-header", Kind.OPTIONAL, null,
            "A request header that is sent back with the answer.");
    public static final Setting<List<String>> TRUSTED_PROXIES = add("server.trusted-proxies", null,
            Kind.LIST, List.of(), "Proxies, by address or range such as 10.0.0.0/8, that are "
                    + "believed when they name the client of a request.");
    public static final Setting<List<String>> PROXY_FIELDS = add("server.proxy-fields", null,
            Kind.LIST, List.of("x-forwarded-for", "forwarded", "x-real-ip"),
            "The fields they name it in; of those that a request has, the first counts.");
    public static final Setting<ProxyRule.Mode> PROXY_PROTOCOL = add("server.proxy-protocol", null,
            Kind.choice(ProxyRule.Mode.class), ProxyRule.Mode.OFF,
            "Whether connections from trusted proxies may (optional) or must (required) begin "
                    + "with the PROXY protocol's word on who the client is.");
    public static final Setting<Boolean> TIMING = add("server.timing-enabled",
            "server-timing-enabled", Kind.TRUTH, false,
            "Whether answers carry a Server-Timing header.");

    public static final Setting<String> DATABASE_URL = add("database.url", "db-uri", Kind.ADDRESS,
            null, "The PostgreSQL server to use; without it Loam runs its own.");
    public static final Setting<Boolean> BOOTSTRAP = add("database.bootstrap", null, Kind.TRUTH,
            false, "Whether roles, schemas and functions may be created in a foreign database.");
    public static final Setting<Integer> EMBEDDED_PORT = add("database.port", null, Kind.PORT, 0,
            "The port of Loam's own PostgreSQL; 0 takes a free one and keeps it.");
    public static final Setting<Boolean> DEFAULT_PRIVILEGES = add("database.default-privileges",
            null, Kind.TRUTH, true,
            "Whether new objects in public are granted to anon, authenticated and service_role.");
    public static final Setting<List<String>> SCHEMAS = add("database.schemas", "db-schemas",
            Kind.LIST, List.of("public"), "The schemas the API shows; the first is the default.");
    public static final Setting<List<String>> EXTRA_SEARCH_PATH = add("database.extra-search-path",
            "db-extra-search-path", Kind.LIST, List.of("public", "extensions"),
            "Schemas that requests find names in without showing them.");
    public static final Setting<String> ANON_ROLE = add("database.anon-role", "db-anon-role",
            Kind.OPTIONAL, "anon", "The role of a request without a token; empty refuses those.");
    public static final Setting<Integer> POOL_SIZE = add("database.pool-size", "db-pool",
            Kind.whole(1, 10_000), 10, "The connections to PostgreSQL that requests share.");
    public static final Setting<Integer> POOL_QUEUE_MAX = add("database.pool-queue-max", null,
            Kind.whole(0, 1_000_000), 1000,
            "The requests that may wait for a connection; more are answered 503.");
    public static final Setting<Duration> POOL_WAIT_MAX = add("database.pool-wait-max",
            "db-pool-acquisition-timeout", Kind.DURATION, Duration.ofSeconds(10),
            "How long a request waits for a connection.");
    public static final Setting<Duration> POOL_IDLE_MAX = add("database.pool-idle-max",
            "db-pool-max-idletime", Kind.DURATION, Duration.ofSeconds(30),
            "How long an unused connection stays open.");
    public static final Setting<Duration> POOL_LIFETIME_MAX = add("database.pool-lifetime-max",
            "db-pool-max-lifetime", Kind.DURATION, Duration.ofMinutes(30),
            "How long a connection is used at all.");
    public static final Setting<Boolean> PREPARED_STATEMENTS = add("database.prepared-statements",
            "db-prepared-statements", Kind.TRUTH, true,
            "Whether statements are prepared; false behind a transaction pooler.");
    public static final Setting<Integer> MAX_ROWS = add("database.max-rows", "db-max-rows",
            Kind.wholeOrNone(0, Integer.MAX_VALUE), null, "The most rows one answer may have.");
    public static final Setting<TxEnd> TX_END = add("database.tx-end", "db-tx-end",
            Kind.choice(TxEnd.class), TxEnd.COMMIT,
            "How transactions end, and whether Prefer: tx= may choose.");
    public static final Setting<String> PRE_REQUEST = add("database.pre-request", "db-pre-request",
            Kind.OPTIONAL, null, "A function to call before every request.");
    public static final Setting<List<String>> HOISTED_TX_SETTINGS = add(
            "database.hoisted-tx-settings", "db-hoisted-tx-settings", Kind.LIST,
            List.of("statement_timeout", "plan_filter.statement_cost_limit",
                    "default_transaction_isolation"),
            "Settings of a function that hold for its whole transaction.");
    public static final Setting<String> CHANNEL = add("database.channel", "db-channel", Kind.TEXT,
            "pgrst", "The channel whose notifications reload the schema and the settings.");
    public static final Setting<Boolean> CHANNEL_ENABLED = add("database.channel-enabled",
            "db-channel-enabled", Kind.TRUTH, true, "Whether that channel is listened to.");
    public static final Setting<Boolean> DATABASE_CONFIG = add("database.config-enabled",
            "db-config", Kind.TRUTH, true,
            "Whether settings named pgrst.* in the database are read.");
    public static final Setting<String> PRE_CONFIG = add("database.pre-config", "db-pre-config",
            Kind.OPTIONAL, null, "A function that sets the settings named pgrst.*.");

    public static final Setting<Boolean> PLAN_ENABLED = add("rest.plan-enabled", "db-plan-enabled",
            Kind.TRUTH, false, "Whether a client may ask for the plan of a request.");
    public static final Setting<Boolean> AGGREGATES_ENABLED = add("rest.aggregates-enabled",
            "db-aggregates-enabled", Kind.TRUTH, false,
            "Whether a client may use aggregate functions.");
    public static final Setting<Integer> AGGREGATE_COST_MAX = add("rest.aggregate-cost-max", null,
            Kind.wholeOrNone(1, Integer.MAX_VALUE), null,
            "The highest cost, as PostgreSQL estimates it, of a request that uses them.");
    public static final Setting<Integer> PLAN_COST_MAX = add("rest.plan-cost-max", null,
            Kind.wholeOrNone(1, Integer.MAX_VALUE), null,
            "The highest cost, as PostgreSQL estimates it, of any request.");
    public static final Setting<ErrorVerbosity> ERROR_VERBOSITY = add("rest.error-verbosity",
            "client-error-verbosity", Kind.choice(ErrorVerbosity.class), ErrorVerbosity.VERBOSE,
            "Whether errors carry details and hint beside code and message.");
    public static final Setting<Boolean> LEGACY_TARGET_NAMES = add("rest.legacy-target-names",
            "url-use-legacy-target-names", Kind.TRUTH, true,
            "Whether an embedded table with an alias also answers to its own name in filters.");
    public static final Setting<OpenapiMode> OPENAPI_MODE = add("rest.openapi-mode",
            "openapi-mode", Kind.choice(OpenapiMode.class), OpenapiMode.FOLLOW_PRIVILEGES,
            "What the description of the API shows.");
    public static final Setting<Boolean> OPENAPI_SECURITY = add("rest.openapi-security-active",
            "openapi-security-active", Kind.TRUTH, false,
            "Whether that description names the ways to authenticate.");
    public static final Setting<String> OPENAPI_PROXY = add("rest.openapi-server-proxy-uri",
            "openapi-server-proxy-uri", Kind.OPTIONAL, null,
            "The address that description gives for the server.");
    public static final Setting<String> ROOT_SPEC = add("rest.root-spec", "db-root-spec",
            Kind.OPTIONAL, null, "A function that answers in place of that description.");

    public static final Setting<Integer> JSON_DEPTH_MAX = add("rest.json-depth-max", null,
            Kind.whole(1, 1000), 500, "How deep the JSON of a body may be nested.");
    public static final Setting<Integer> BATCH_OPERATIONS_MAX = add("rest.batch-operations-max",
            null, Kind.whole(1, 10_000), 100, "The most operations that one batch may have.");
    public static final Setting<ByteSize> BATCH_ANSWER_MAX = add("rest.batch-answer-max", null,
            Kind.size(KIBIBYTE, new ByteSize(1 << 30)), new ByteSize(64 << 20),
            "The most that the results of one batch may come to.");

    public static final Setting<Secret> JWT_SECRET = add("jwt.secret", "jwt-secret", Kind.SECRET,
            null, "The secret, key or key set that tokens are verified with; made when missing.");
    public static final Setting<Boolean> JWT_SECRET_IS_BASE64 = add("jwt.secret-is-base64",
            "jwt-secret-is-base64", Kind.TRUTH, false, "Whether the secret is written in Base64.");
    public static final Setting<String> JWT_AUDIENCE = add("jwt.audience", "jwt-aud",
            Kind.OPTIONAL, null, "The audience a token must name if it names one.");
    public static final Setting<String> JWT_ROLE_CLAIM_KEY = add("jwt.role-claim-key",
            "jwt-role-claim-key", Kind.TEXT, "$.role", "Where in a token the role is.");
    public static final Setting<String> JWT_ALGORITHM = add("jwt.algorithm", null,
            AuthKinds.oneOf("HS256", "ES256", "RS256"), "HS256",
            "What the tokens of people who sign in are signed with: the secret, or keys kept in "
                    + "the database.");
    public static final Setting<Integer> JWT_CACHE_ENTRIES_MAX = add("jwt.cache-entries-max",
            "jwt-cache-max-entries", Kind.whole(0, 10_000_000), 1000,
            "The verified tokens kept until they expire; 0 keeps none.");

    public static final Setting<Boolean> MIGRATIONS_ENABLED = add("migrations.enabled", null,
            Kind.TRUTH, true, "Whether migrations are applied at the start.");
    public static final Setting<String> MIGRATIONS_DIR = add("migrations.dir", null, Kind.TEXT,
            "migrations", "The folder of the migrations, from the project's folder.");
    public static final Setting<List<String>> MIGRATIONS_SEEDS = add("migrations.seeds", null,
            Kind.LIST, List.of("seed.sql"),
            "The files run once after the first migrations; missing ones are passed over.");
    public static final Setting<Boolean> MIGRATIONS_OUT_OF_ORDER = add("migrations.out-of-order",
            null, Kind.TRUTH, false,
            "Whether a migration older than the last applied one is still applied.");

    public static final Setting<LogLevel> LOG_LEVEL = add("log.level", "log-level",
            Kind.choice(LogLevel.class), LogLevel.WARN, "How much is logged.");
    public static final Setting<Boolean> LOG_QUERIES = add("log.queries", "log-query", Kind.TRUTH,
            false, "Whether the SQL of requests is logged.");

    /// Every setting, in the order of the tables of `loam.toml`.
    public static final List<Setting<?>> ALL = Stream.of(TABLE, LogTable.TABLE, WatchTable.TABLE,
            MetricsTable.TABLE, WireTable.TABLE,
            AuthTable.TABLE,
            AuthMessageTable.TABLE, AuthFactorTable.TABLE, AuthServiceTable.TABLE,
            RealtimeTable.TABLE,
            ChangesTable.TABLE,
            CacheTable.TABLE,
            RateTable.TABLE,
            StageTable.TABLE,
            VersionTable.TABLE,
            ValidationTable.TABLE,
            IdempotencyTable.TABLE,
            ConditionalTable.TABLE,
            LoadTable.TABLE,
            TraceTable.TABLE,
            CompressionTable.TABLE,
            SecurityTable.TABLE)
            .flatMap(table -> table.settings().stream()).toList();

    /// The values that stand for "nobody gives one" with `--production`, where they differ.
    static final Map<Setting<?>, Object> IN_PRODUCTION = Stream.of(TABLE, AuthTable.TABLE,
            AuthMessageTable.TABLE, AuthFactorTable.TABLE, AuthServiceTable.TABLE,
            TraceTable.TABLE)
            .flatMap(table -> table.inProduction().entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private Settings() {
    }

    private static <T> Setting<T> add(
            String key, String postgrestKey, Kind<T> kind, T fallback, String meaning) {
        return TABLE.add(new Setting<>(key, Set.of(), postgrestKey, kind, fallback, meaning));
    }
}
