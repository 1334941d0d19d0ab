package dev.loam.kernel.query;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/// Chooses the names of FROM items. PostgreSQL cuts a name after 63 bytes, so two long names can
/// become one; and a relation can be called as another one's alias would be.
final class Aliases {
    private static final int BYTES_MAX = 63;

    private Aliases() {
    }

    /// `base` and `ending`, as a name that PostgreSQL keeps and none of `taken` has.
    static String free(String base, String ending, Collection<String> taken) {
        String name = joined(base, ending);
        for (int i = 1; taken.contains(name); i++) {
            name = joined(base, ending + "_" + i);
        }
        return name;
    }

    /// The name where PostgreSQL keeps all of it; else one that ends as `ending`, to tell it from
    /// others that begin alike.
    static String kept(String name, String ending) {
        return bytes(name) > BYTES_MAX ? joined(name, ending) : name;
    }

    private static String joined(String base, String ending) {
        String kept = base;
        while (bytes(kept) + bytes(ending) > BYTES_MAX) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + ending;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
