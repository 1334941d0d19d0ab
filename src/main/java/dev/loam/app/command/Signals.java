package dev.loam.app.command;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What signals do.
///
/// The JVM keeps SIGUSR2 for itself unless `_JAVA_SR_SIGNUM` names another signal, which the
/// launcher does.
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {
    }

    static void on(String name, Runnable action) {
        try {
            // By reflection, since the compiler warns of sun.misc.Signal in a way that cannot be
            // switched off, and there is no other way to hear a signal.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listening = Proxy.newProxyInstance(Signals.class.getClassLoader(),
                    new Class<?>[] {handler}, (_, method, _) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler).invoke(null,
                    signal.getConstructor(String.class).newInstance(name), listening);
        } catch (ReflectiveOperationException unavailable) {
            LOG.warn("SIG{} has no effect here: {}", name, unavailable.toString());
        }
    }
}
