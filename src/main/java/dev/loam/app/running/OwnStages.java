package dev.loam.app.running;

import dev.loam.adapters.httpclient.JdkOutbound;
import dev.loam.adapters.plugins.PluginFolder;
import dev.loam.app.config.ConfigRefused;
import dev.loam.app.config.StageSettings;
import dev.loam.kernel.custom.CustomStage;
import dev.loam.kernel.custom.CustomStages;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.pipeline.PipelineParts.Placed;
import dev.loam.ports.stage.OwnStage;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The steps that a user added, from their settings to their places in the pipeline, with the
/// classes and connections they need.
final class OwnStages implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnStages.class);

    private final PluginFolder plugins;
    private final JdkOutbound outbound;
    private final CustomStages stages;
    private final List<OwnStage> opened = new ArrayList<>();
    private final List<Placed> placed = new ArrayList<>();

    /// Fails with [ConfigRefused] where a class that is asked for cannot be had.
    OwnStages(StageSettings settings, RequestPath.Shared shared) {
        // Who adds no step of a kind pays for nothing of it.
        plugins = asks(settings, StageSettings.Asks.Plugin.class)
                ? PluginFolder.open(settings.plugins()) : null;
        outbound = asks(settings, StageSettings.Asks.Service.class)
                ? new JdkOutbound(shared.clock(), true) : null;
        stages = new CustomStages(new CustomStages.World(
                shared.database(), outbound, shared.clock()));
        if (plugins != null) {
            plugins.problems().forEach(problem -> LOG.warn("plugin {}", problem));
        }
        try {
            for (StageSettings.One one : settings.stages()) {
                placed.add(new Placed("stage-" + one.name(), one.step(), one.before(),
                        stages.maker(new CustomStage(one.name(), one.routes(),
                                one.passesOnFailure(), one.timeMax(), asks(one)))));
            }
        } catch (RuntimeException wrong) {
            close();
            throw wrong;
        }
    }

    private static boolean asks(StageSettings settings, Class<?> kind) {
        return settings.stages().stream().anyMatch(one -> kind.isInstance(one.asks()));
    }

    private CustomStage.Asks asks(StageSettings.One one) {
        return switch (one.asks()) {
            case StageSettings.Asks.Function asked -> new CustomStage.Asks.Function(
                    asked.name(), asked.roleOfNobody(), asked.writes());
            case StageSettings.Asks.Service asked -> new CustomStage.Asks.Service(
                    asked.address(), asked.callsMax(), asked.secret());
            case StageSettings.Asks.Plugin asked -> new CustomStage.Asks.Plugin(
                    opened(one.name(), asked));
        };
    }

    private OwnStage opened(String name, StageSettings.Asks.Plugin asked) {
        var provider = plugins.stages().get(asked.name());
        if (provider == null) {
            List<String> why = new ArrayList<>();
            why.add("stages." + name + ": there is no plugin " + asked.name() + "; there is "
                    + (plugins.stages().isEmpty() ? "none"
                            : String.join(", ", plugins.stages().keySet())));
            why.addAll(plugins.problems());
            throw new ConfigRefused(why);
        }
        try {
            OwnStage stage = provider.open(asked.options());
            opened.add(stage);
            return stage;
        } catch (Exception | LinkageError wrong) {
            LOG.error("stages.{}: the plugin {} did not open", name, asked.name(), wrong);
            throw new ConfigRefused(List.of("stages." + name + ": the plugin " + asked.name()
                    + " did not open: " + wrong));
        }
    }

    /// In the order they are written in.
    List<Placed> placed() {
        return placed;
    }

    List<Meter> meters() {
        return placed.isEmpty() ? List.of() : stages.meters();
    }

    /// Ends calls under way, and the user's classes.
    @Override
    public void close() {
        for (OwnStage stage : opened) {
            try {
                stage.close();
            } catch (Exception | LinkageError | AssertionError wrong) {
                LOG.warn("a stage did not close", wrong);
            }
        }
        if (outbound != null) {
            outbound.close();
        }
        if (plugins != null) {
            plugins.close();
        }
    }
}
