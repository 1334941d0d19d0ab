package dev.loam.kernel.module;

import java.util.function.Supplier;

/// Something that this process stands on, and how it fares.
///
/// `trouble` says in a few words what is wrong, or null when nothing is. It is asked often and must
/// answer at once, from what is already known; what it throws counts as trouble. While a `vital`
/// one is in trouble the process should get no requests; without the others it serves, only less
/// well.
public record HealthCheck(String name, boolean vital, Supplier<String> trouble) {
    /// A vital one.
    public HealthCheck(String name, Supplier<String> trouble) {
        this(name, true, trouble);
    }
}
