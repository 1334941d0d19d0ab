package dev.loam.kernel.module;

import java.util.function.Supplier;

/// Something that must be well before this process should get requests.
///
/// `trouble` says in a few words what is wrong, or null when nothing is. It is asked often and must
/// answer at once, from what is already known; what it throws counts as trouble.
public record HealthCheck(String name, Supplier<String> trouble) {
}
