package dev.loam.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// CPU time and memory of processes with all their children, from `/proc`.
public final class Processes {
    /// Linux counts CPU time for programs in hundredths of a second, whatever its own clock.
    private static final double MICROS_PER_TICK = 10_000;
    // Positions in /proc/PID/stat behind the name, which may hold blanks.
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CHILDREN_UTIME = 13;
    private static final int CHILDREN_STIME = 14;

    private Processes() {
    }

    /// The CPU time that this process tree has used until now. Of children that have ended, what
    /// the root has waited for.
    public static double cpuMicros(long root) {
        double ticks = tree(root).stream().mapToLong(pid -> ticks(pid, UTIME, STIME)).sum();
        return (ticks + ticks(root, CHILDREN_UTIME, CHILDREN_STIME)) * MICROS_PER_TICK;
    }

    /// The CPU time of children of this process that have ended.
    public static double endedChildrenMicros() {
        return ticks(ProcessHandle.current().pid(), CHILDREN_UTIME, CHILDREN_STIME)
                * MICROS_PER_TICK;
    }

    /// The resident memory of a tree; pages that several processes share count several times.
    public static double residentMiB(long root) {
        return tree(root).stream().mapToDouble(pid -> kilobytes(pid, "status", "VmRSS:")).sum()
                / 1024;
    }

    /// The resident memory of a tree; shared pages count in parts.
    public static double sharedOutMiB(long root) {
        return tree(root).stream()
                .mapToDouble(pid -> kilobytes(pid, "smaps_rollup", "Pss:")).sum() / 1024;
    }

    private static List<Long> tree(long root) {
        return Stream.concat(Stream.of(root), ProcessHandle.of(root).stream()
                .flatMap(ProcessHandle::descendants).map(ProcessHandle::pid)).toList();
    }

    private static long ticks(long pid, int one, int other) {
        String stat = read(pid, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[one]) + Long.parseLong(fields[other]);
    }

    private static double kilobytes(long pid, String file, String field) {
        return read(pid, file).lines().filter(line -> line.startsWith(field)).findFirst()
                .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", ""))).orElse(0.0);
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file));
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException _) {
            // It has ended while we were reading.
            return "";
        }
    }
}
