package dev.loam.app.config;

import dev.loam.base.config.Secret;
import dev.loam.kernel.pipeline.Step;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The settings of `[stages]`: steps that a user adds to the pipeline, one set a name.
public final class StageTable {
    static final SettingTable TABLE = new SettingTable("");
    static final String STAGES = "stages";

    private static final Kind<Step> STEP = new Kind<>("the name of a step of the pipeline",
            StageTable::step, value -> step(value instanceof String text ? text : ""),
            Step::name, false);

    public static final Setting<String> PLUGINS = TABLE.add("plugins.dir", Kind.TEXT, "plugins",
            "The folder of the jars with stages in Java, from the project's folder.");
    public static final Setting<String> FUNCTION = named("function", Kind.OPTIONAL, null,
            "A function of the database, written `schema.name`, that is asked.");
    public static final Setting<String> URL = named("url", AuthKinds.WEB_ADDRESS, null,
            "An address that is asked by POST.");
    public static final Setting<String> PLUGIN = named("plugin", Kind.OPTIONAL, null,
            "The name of a class on the plugin path that is asked.");
    public static final Setting<List<String>> OPTIONS = named("options", Kind.LIST, List.of(),
            "What that class is told, a list of `name=value`.");
    public static final Setting<Step> BEFORE = named("before", STEP, null,
            "The step of the pipeline that it stands right before.");
    public static final Setting<Step> AFTER = named("after", STEP, null,
            "The step of the pipeline that it stands right behind; without either it is `CUSTOM`.");
    public static final Setting<List<String>> ROUTES = named("routes", Kind.LIST, List.of(),
            "The names of the routes it is for, such as `rest`; empty means all.");
    public static final Setting<String> ON_FAILURE = named("on-failure",
            AuthKinds.oneOf("refuse", "pass"), "refuse",
            "What becomes of requests while it does not work: they are refused, or go on.");
    public static final Setting<Duration> TIMEOUT = named("timeout", Kind.DURATION,
            Duration.ofSeconds(2), "How long a function or an address may take.");
    public static final Setting<Boolean> WRITES = named("writes", Kind.TRUTH, false,
            "Whether a function may change rows.");
    public static final Setting<Integer> CALLS_MAX = named("calls-max", Kind.whole(1, 10_000), 64,
            "The calls to an address under way at once; more wait.");
    public static final Setting<Secret> SECRET = named("secret", Kind.SECRET, null,
            "What an address knows us by, sent as a bearer token.");

    private StageTable() {
    }

    private static <T> Setting<T> named(String key, Kind<T> kind, T fallback, String meaning) {
        return TABLE.named(Set.of(), STAGES + ".*." + key, kind, fallback, meaning);
    }

    /// Written as in the list of steps, or like other names of settings.
    private static Step step(String text) {
        return Step.valueOf(text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
