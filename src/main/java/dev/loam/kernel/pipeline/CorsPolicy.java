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

    /// The pages of these origins, as `https://example.com`, or `https://*.example.com` for those
    /// of all the names below.
    record Only(Set<String> origins) implements CorsPolicy {
        private static final String ANY = "://*.";

        public Only {
            origins = Set.copyOf(origins);
        }

        boolean allows(String origin) {
            if (origin == null || origins.contains(origin)) {
                return origin != null;
            }
            for (String allowed : origins) {
                int any = allowed.indexOf(ANY);
                if (any > 0 && below(origin, allowed, any + ANY.length() - 2)) {
                    return true;
                }
            }
            return false;
        }

        /// Whether an origin has something that is a name in the place of the star.
        private static boolean below(String origin, String allowed, int star) {
            int end = origin.length() - (allowed.length() - star - 1);
            if (end <= star || !origin.startsWith(allowed.substring(0, star))
                    || !origin.endsWith(allowed.substring(star + 1))) {
                return false;
            }
            for (int i = star; i < end; i++) {
                char c = origin.charAt(i);
                boolean named = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-'
                        || c == '.';
                if (!named) {
                    return false;
                }
            }
            return true;
        }
    }
}
