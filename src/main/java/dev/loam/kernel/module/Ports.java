package dev.loam.kernel.module;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The ports that one module declared as its needs, by their interface; nothing else can be reached
/// through it.
public final class Ports {
    private final Map<Class<?>, Object> byKind;

    private Ports(Map<Class<?>, Object> byKind) {
        this.byKind = Map.copyOf(byKind);
    }

    public static Ports of(Map<Class<?>, Object> byKind) {
        byKind.forEach((kind, port) -> kind.cast(port));
        return new Ports(byKind);
    }

    /// The same ports, cut down to the given kinds. A needed kind that is not there is refused, so
    /// that a module is never opened without it; one that is only used may be missing.
    public Ports only(Set<Class<?>> needed, Set<Class<?>> used) {
        for (var kind : needed) {
            port(kind);
        }
        var kept = new HashMap<>(byKind);
        kept.keySet().removeIf(kind -> !needed.contains(kind) && !used.contains(kind));
        return new Ports(kept);
    }

    /// The port of a kind, null where there is none.
    public <P> P find(Class<P> kind) {
        return kind.cast(byKind.get(kind));
    }

    /// The port of a kind. Asking for one that was not declared is a defect.
    public <P> P port(Class<P> kind) {
        var found = byKind.get(kind);
        if (found == null) {
            throw new IllegalStateException("no port of kind " + kind.getName());
        }
        return kind.cast(found);
    }
}
