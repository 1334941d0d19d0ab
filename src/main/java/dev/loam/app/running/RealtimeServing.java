package dev.loam.app.running;

import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.RunningModule;
import dev.loam.modules.realtime.RealtimeModule;
import dev.loam.modules.realtime.config.RealtimeConfig;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import java.util.Map;

/// The realtime module with what it shares with the rest of the process.
final class RealtimeServing {
    private RealtimeServing() {
    }

    static RunningModule open(RealtimeConfig config, Verifier verifier, Clock clock) {
        return RealtimeModule.MANIFEST.open(config, Ports.of(Map.of(Verifier.class, verifier,
                Clock.class, clock, Chance.class, new SystemChance())));
    }
}
