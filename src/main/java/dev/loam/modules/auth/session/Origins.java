package dev.loam.modules.auth.session;

import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.wire.Ask;

/// Where a request comes from, as a session remembers it.
public final class Origins {
    private static final int USER_AGENT_CHARS_MAX = 512;

    private Origins() {
    }

    public static Origin of(Ask ask) {
        var agent = ask.header("User-Agent");
        if (agent != null && agent.length() > USER_AGENT_CHARS_MAX) {
            agent = agent.substring(0, USER_AGENT_CHARS_MAX);
        }
        return new Origin(ask.address(), agent);
    }
}
