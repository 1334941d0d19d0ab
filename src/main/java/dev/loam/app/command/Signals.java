package dev.loam.app.command;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/// What SIGUSR1 and SIGUSR2 do, as with PostgREST.
///
/// The JVM keeps SIGUSR2 for itself unless `_JAVA_SR_SIGNUM` names another signal, which the launcher
/// does.
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {
    }

    static void on(String name, Runnable action) {
        try {
            Signal.handle(new Signal(name), _ -> action.run());
        } catch (IllegalArgumentException unavailable) {
            LOG.warn("SIG{} has no effect here: {}", name, unavailable.getMessage());
        }
    }
}
