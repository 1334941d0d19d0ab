package dev.loam.app.cli;

import java.time.Duration;
import java.util.List;

/// What `loam keys` is to do with the keys that a project's database keeps.
public record KeyOptions(ProjectOptions project, Step step) {
    /// One thing to do.
    public sealed interface Step {
    }

    public record ListSigning() implements Step {
    }

    public record Standby() implements Step {
    }

    public record Rotate() implements Step {
    }

    /// `id` is the `kid` of a signing key, or `secret`.
    public record Revoke(String id) implements Step {
    }

    public record ListApi() implements Step {
    }

    /// `lifetime` is null for a key without an end.
    public record Create(String name, String role, List<String> scopes, Duration lifetime)
            implements Step {
        public Create {
            scopes = List.copyOf(scopes);
        }
    }

    public record Drop(String id) implements Step {
    }
}
