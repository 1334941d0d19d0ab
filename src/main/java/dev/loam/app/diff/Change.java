package dev.loam.app.diff;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A difference between two descriptions.
///
/// `place` names what changed for people (`book.isbn`, `GET /book`), `pointer` is the JSON Pointer
/// of it, as a URI fragment: into the older document, or into the newer one where it is new.
/// `operations` are those that it is noticed in, such as `GET /book`.
public record Change(Rule rule, String place, String pointer, String what, Set<String> operations) {
    public Change {
        operations = Collections.unmodifiableSet(new LinkedHashSet<>(operations));
    }

    /// Of no operation yet.
    Change(Rule rule, Part part, String what) {
        this(rule, part.label(), part.pointer(), what, Set.of());
    }

    public Level level() {
        return rule.level();
    }

    /// What makes two of them one.
    List<String> identity() {
        return List.of(rule.name(), pointer, what);
    }

    /// The same, noticed in these operations.
    Change in(Set<String> noticing) {
        return new Change(rule, place, pointer, what, noticing);
    }

    /// How much a change matters to clients of the older description.
    public enum Level {
        /// A client that kept to the older description can fail.
        BREAKING,
        /// It fails only if it took for granted what the description did not promise.
        RISKY,
        /// It notices nothing.
        SAFE
    }
}
