package dev.loam.app.config;

import dev.loam.base.config.Secret;
import dev.loam.kernel.pipeline.PipelineParts.Placed;
import dev.loam.kernel.pipeline.Step;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Steps that a user adds, in the order they are written in, and where the classes of those in Java
/// are looked for.
public record StageSettings(Path plugins, List<One> stages) {
    /// No steps.
    public static final StageSettings NONE = new StageSettings(Path.of("plugins"), List.of());

    private static final Pattern FUNCTION_NAME = Pattern.compile("[^.\"]+\\.[^.\"]+");

    public StageSettings {
        stages = List.copyOf(stages);
    }

    /// One of them. It stands right before or behind `step`; `routes` are empty for all.
    public record One(
            String name, Step step, boolean before, Set<String> routes, boolean passesOnFailure,
            Duration timeMax, Asks asks) {
    }

    /// What it asks.
    public sealed interface Asks {
        /// `roleOfNobody` is the role to act as where no caller was established.
        record Function(String name, boolean writes, String roleOfNobody) implements Asks {
        }

        record Service(URI address, int callsMax, Secret secret) implements Asks {
        }

        record Plugin(String name, Map<String, String> options) implements Asks {
        }
    }

    static StageSettings from(Resolved values, Path projectDir, List<String> problems) {
        List<One> stages = new ArrayList<>();
        for (String name : values.namesAsGiven(StageTable.STAGES)) {
            One one = one(name, values, problems);
            if (one != null) {
                stages.add(one);
            }
        }
        return new StageSettings(projectDir.resolve(values.get(StageTable.PLUGINS)), stages);
    }

    private static One one(String name, Resolved values, List<String> problems) {
        String where = StageTable.STAGES + "." + name + ": ";
        Asks asks = asks(name, where, values, problems);
        Step before = values.get(StageTable.BEFORE.of(name));
        Step after = values.get(StageTable.AFTER.of(name));
        if (before != null && after != null) {
            problems.add(where + "wanted before or after, not both");
            return null;
        }
        Step step = before != null ? before : after != null ? after : Step.CUSTOM;
        if (!Placed.possible(step, before != null)) {
            problems.add(where + "wanted a place inside of " + Step.BOUND_ERRORS
                    + ", since what it refuses has to become an answer");
            return null;
        }
        return asks == null ? null : new One(name, step, before != null,
                Set.copyOf(values.get(StageTable.ROUTES.of(name))),
                values.get(StageTable.ON_FAILURE.of(name)).equals("pass"),
                values.get(StageTable.TIMEOUT.of(name)), asks);
    }

    private static Asks asks(
            String name, String where, Resolved values, List<String> problems) {
        String function = values.get(StageTable.FUNCTION.of(name));
        String url = values.get(StageTable.URL.of(name));
        String plugin = values.get(StageTable.PLUGIN.of(name));
        if (Stream.of(function, url, plugin).filter(Objects::nonNull).count() != 1) {
            problems.add(where + "wanted one of function, url and plugin");
            return null;
        }
        if (function != null) {
            return function(name, where, values, problems);
        }
        return url != null
                ? new Asks.Service(URI.create(url), values.get(StageTable.CALLS_MAX.of(name)),
                        values.get(StageTable.SECRET.of(name)))
                : new Asks.Plugin(plugin, options(name, where, values, problems));
    }

    private static Asks function(
            String name, String where, Resolved values, List<String> problems) {
        String function = values.get(StageTable.FUNCTION.of(name));
        String nobody = values.get(Settings.ANON_ROLE);
        if (!FUNCTION_NAME.matcher(function).matches()) {
            problems.add(where + "wanted schema.name as the function, found \"" + function + '"');
            return null;
        }
        if (nobody == null) {
            problems.add(where + "a function runs as " + Settings.ANON_ROLE.key()
                    + " where nobody is established, and there is none");
            return null;
        }
        return new Asks.Function(function, values.get(StageTable.WRITES.of(name)), nobody);
    }

    private static Map<String, String> options(
            String name, String where, Resolved values, List<String> problems) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : values.get(StageTable.OPTIONS.of(name))) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                problems.add(where + "wanted name=value in options, found \"" + option + '"');
            } else {
                options.put(option.substring(0, equals), option.substring(equals + 1));
            }
        }
        return options;
    }
}
