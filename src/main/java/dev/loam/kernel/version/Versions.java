package dev.loam.kernel.version;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// The versions of an API, and which of them is meant where a request names none: that of the role
/// or API key in `pins`, else `usual`.
public record Versions(List<ApiVersion> all, LocalDate usual, Map<String, LocalDate> pins) {
    public static final Versions NONE = new Versions(List.of(), null, Map.of());

    public Versions {
        all = List.copyOf(all);
        pins = Map.copyOf(pins);
    }
}
