package dev.loam.kernel.module;

import java.util.Set;

/// A module as data, before anything runs.
///
/// `name` is also the prefix of its settings, its SQL schema and its role name. `needs` (what
/// must be there), `uses` (what may be missing) and `offers` are port interfaces. A module
/// that is not opened has no routes to leak.
///
/// @param <C> the module's configuration record
public record ModuleManifest<C>(
        String name, String purpose, Class<C> config, Set<Class<?>> needs, Set<Class<?>> uses,
        Set<Class<?>> offers,
        Opener<C> opener) {
    public ModuleManifest {
        needs = Set.copyOf(needs);
        uses = Set.copyOf(uses);
        offers = Set.copyOf(offers);
    }

    /// Opens the module with no more than the ports it declared.
    public RunningModule open(C settings, Ports ports) {
        return opener.open(settings, ports.only(needs, uses));
    }

    /// Makes the module run. It may block and may throw; then the process does not start.
    ///
    /// @param <C> the module's configuration record
    @FunctionalInterface
    public interface Opener<C> {
        RunningModule open(C settings, Ports ports);
    }
}
