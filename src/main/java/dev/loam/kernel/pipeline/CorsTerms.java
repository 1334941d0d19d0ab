package dev.loam.kernel.pipeline;

import java.time.Duration;
import java.util.List;

/// On what terms web pages may ask.
///
/// @param methods those that a preflight allows
/// @param headers the fields that a preflight allows; with none it allows what is asked for
/// @param credentials whether pages of named origins may send cookies along
/// @param preflightAge how long a browser may remember a preflight
/// @param exposed what a page may read beside what it may read anyway
public record CorsTerms(
        List<String> methods, List<String> headers, boolean credentials, Duration preflightAge,
        List<String> exposed) {
    /// PostgREST's.
    public static final CorsTerms DEFAULT = new CorsTerms(
            List.of("GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "HEAD"), List.of(), true,
            Duration.ofDays(1), List.of());

    public CorsTerms {
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        exposed = List.copyOf(exposed);
    }

    /// Whether all that goes into fields is the name of one.
    public boolean sound() {
        return methods.stream().allMatch(Cors::token) && headers.stream().allMatch(Cors::token)
                && exposed.stream().allMatch(Cors::token);
    }
}
