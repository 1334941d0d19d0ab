package dev.loam.modules.auth.session;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// Moments as the API writes them: RFC 3339 in UTC.
public final class Moments {
    private Moments() {
    }

    /// Writes a member, none for null.
    public static void write(ObjectNode object, String name, Instant moment) {
        if (moment != null) {
            object.put(name, moment.toString());
        }
    }
}
