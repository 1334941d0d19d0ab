package dev.loam.kernel.version.mapping;

import java.util.Map;

/// What becomes of one member of a row.
sealed interface Rule {
    Rule LEAVE = new Leave();
    Rule REFUSE = new Refuse(null);

    /// It goes there.
    record To(Place place) implements Rule {
    }

    /// It is an object, whose members go each to a place of its own; null is an object of nulls.
    record Apart(Map<String, Place> places, Rest rest) implements Rule {
    }

    /// It is left out.
    record Leave() implements Rule {
    }

    /// It is nothing that the version knows, or nothing for this `use`.
    record Refuse(String use) implements Rule {
    }

    /// What becomes of further members of an object.
    enum Rest { STAYS, GOES, REFUSED }
}
