package dev.loam.kernel.lineage;

import java.util.List;

/// How it is known which tables' changes are told: the name of a query beside this class and its
/// binds.
///
/// It answers a row for each ordinary table: its number, and why its changes are not all told, the
/// end of a sentence that begins with its name; null where they are.
public record Captured(String query, List<String> binds) {
    public Captured {
        binds = List.copyOf(binds);
    }

    /// By a publication of that name.
    public static Captured byPublication(String name) {
        return new Captured("published", List.of(name));
    }

    /// By the triggers `loam.capture_row` and `loam.capture_truncate`.
    public static Captured byTriggers() {
        return new Captured("triggered", List.of());
    }
}
