package dev.loam.app.running;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Kind;
import dev.loam.kernel.module.Meter.Reading;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What is shown of the process and of the Java machine it runs on, by the names that Prometheus's
/// own clients use.
final class ProcessMeters {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private ProcessMeters() {
    }

    static List<Meter> all() {
        var runtime = ManagementFactory.getRuntimeMXBean();
        var memory = ManagementFactory.getMemoryMXBean();
        var threads = ManagementFactory.getThreadMXBean();
        var classes = ManagementFactory.getClassLoadingMXBean();
        return List.of(
                Meter.counter("process_cpu_seconds_total", "Processor time of this process.",
                        () -> system() == null ? 0 : system().getProcessCpuTime() / NANOS),
                Meter.gauge("process_start_time_seconds", "When this process began.",
                        () -> runtime.getStartTime() / MILLIS),
                Meter.gauge("process_open_fds", "Files and sockets that are open.",
                        () -> system() == null ? null : system().getOpenFileDescriptorCount()),
                Meter.gauge("process_max_fds", "Files and sockets that may be open.",
                        () -> system() == null ? null : system().getMaxFileDescriptorCount()),
                Meter.gauge("process_resident_memory_bytes", "Memory of this process.",
                        ProcessMemory::resident),
                memory("jvm_memory_used_bytes", "Memory in use, by area.",
                        memory::getHeapMemoryUsage, MemoryUsage::getUsed),
                memory("jvm_memory_max_bytes", "Memory that there may be, by area.",
                        memory::getHeapMemoryUsage, MemoryUsage::getMax),
                collectors("jvm_gc_collections_total", "Collections of garbage, by collector.",
                        GarbageCollectorMXBean::getCollectionCount),
                collectors("jvm_gc_collection_seconds_total",
                        "Time of collections of garbage, by collector.",
                        one -> one.getCollectionTime() / MILLIS),
                Meter.gauge("jvm_threads", "Threads of the operating system; virtual ones run on "
                        + "them.", threads::getThreadCount),
                Meter.gauge("jvm_classes_loaded", "Classes that are loaded.",
                        classes::getLoadedClassCount));
    }

    private static UnixOperatingSystemMXBean system() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean
                unix ? unix : null;
    }

    private static Meter memory(String name, String help,
            Supplier<MemoryUsage> heap, ToDoubleFunction<MemoryUsage> value) {
        return new Meter(name, Kind.GAUGE, help, List.of("area"), () -> List.of(new Reading(
                Map.of("area", "heap"), value.applyAsDouble(heap.get()))));
    }

    private static Meter collectors(
            String name, String help, ToDoubleFunction<GarbageCollectorMXBean> value) {
        return new Meter(name, Kind.COUNTER, help, List.of("gc"),
                () -> ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(one -> new Reading(
                                Map.of("gc", one.getName()), value.applyAsDouble(one)))
                        .toList());
    }
}
