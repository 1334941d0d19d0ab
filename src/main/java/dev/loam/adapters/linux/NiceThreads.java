package dev.loam.adapters.linux;

import dev.loam.ports.task.PatientThreads;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Threads of the least priority: they set it themselves as their first act, since Linux heeds the
/// priorities of Java for the superuser only, and those of all threads then.
///
/// Source: Linux manual, setpriority(2): without an id it is the calling thread's own priority that
/// changes, against what POSIX says.
public final class NiceThreads implements PatientThreads {
    private static final Logger LOG = LoggerFactory.getLogger(NiceThreads.class);
    private static final int PRIO_PROCESS = 0;
    private static final int SELF = 0;
    private static final int LEAST = 19;

    @Override
    public Thread of(String name, Runnable work) {
        return Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            lower();
            work.run();
        });
    }

    private static void lower() {
        try {
            int answer = (int) System.SET_PRIORITY.invokeExact(PRIO_PROCESS, SELF, LEAST);
            if (answer != 0) {
                LOG.debug("The priority of a thread could not be lowered");
            }
        } catch (Throwable wrong) {
            // It does its work all the same.
            LOG.debug("The priority of a thread could not be lowered", wrong);
        }
    }

    /// Linked when the first thread needs it: it takes some time.
    private static final class System {
        static final MethodHandle SET_PRIORITY = linked();

        private System() {
        }

        @SuppressWarnings("restricted")
        private static MethodHandle linked() {
            var linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().find("setpriority").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        }
    }
}
