package dev.loam.kernel.pipeline;

import java.util.Set;

/// Which web pages may read the answers.
public sealed interface CorsPolicy {
    /// None: no field is sent, and browsers keep answers from pages of other origins.
    record Closed() implements CorsPolicy {
    }

    /// All, as PostgREST and Supabase have it: rights come from tokens, which no browser adds by
    /// itself.
    record Anyone() implements CorsPolicy {
    }

    /// The pages of these origins, as `https://example.com`.
    record Only(Set<String> origins) implements CorsPolicy {
        public Only {
            origins = Set.copyOf(origins);
        }
    }
}
