package dev.loam.kernel.custom;

import dev.loam.base.config.Secret;
import dev.loam.ports.stage.OwnStage;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/// A step that a user adds: on which routes (empty for all), whether requests go on when it does
/// not work, and what is asked.
public record CustomStage(
        String name, Set<String> routes, boolean passesOnFailure, Duration timeMax, Asks asks) {
    public CustomStage {
        routes = Set.copyOf(routes);
    }

    /// What is asked about a request.
    public sealed interface Asks {
        /// A function of the database, by its name with its schema. `roleOfNobody` is the role to
        /// act as where nobody was established.
        record Function(String function, String roleOfNobody, boolean writes) implements Asks {
        }

        /// A service, with a secret that it knows us by (null for none).
        record Service(URI address, int callsMax, Secret secret) implements Asks {
        }

        /// A class that was loaded already.
        record Plugin(OwnStage stage) implements Asks {
        }
    }
}
