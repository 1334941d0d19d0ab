package dev.loam.app.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The memory of this process as Linux counts it.
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final long KIBIBYTE = 1024;

    private ProcessMemory() {
    }

    /// Bytes that are in memory; null where there is no such count.
    static Long resident() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    String number = line.substring(RESIDENT.length()).replace("kB", "").strip();
                    return Long.parseLong(number) * KIBIBYTE;
                }
            }
            return null;
        } catch (IOException | NumberFormatException _) {
            return null;
        }
    }
}
