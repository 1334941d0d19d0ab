package dev.loam.app.diff;

import java.math.BigDecimal;
import java.util.Set;

/// How the values that a newer schema allows lie to those of an older one.
enum Fit {
    SAME, WIDER, NARROWER, OTHER;

    /// Both at once.
    Fit and(Fit other) {
        return this == SAME || this == other ? other : other == SAME ? this : OTHER;
    }

    /// `wider` and `narrower` say whether the newer one has all of the older, and the reverse.
    static Fit of(boolean wider, boolean narrower) {
        return wider ? narrower ? SAME : WIDER : narrower ? NARROWER : OTHER;
    }

    /// Of two sets of types, empty for any; an integer is a number too.
    static Fit ofTypes(Set<String> before, Set<String> after) {
        return of(has(after, before), has(before, after));
    }

    private static boolean has(Set<String> all, Set<String> some) {
        return all.isEmpty() || !some.isEmpty() && some.stream().allMatch(type ->
                all.contains(type) || type.equals("integer") && all.contains("number"));
    }

    /// Of two bounds, null for none: a larger one gives room where it is the upper one.
    static Fit ofBounds(BigDecimal before, BigDecimal after, boolean upper) {
        if (before == null || after == null) {
            return of(after == null, before == null);
        }
        int compared = upper ? after.compareTo(before) : before.compareTo(after);
        return of(compared >= 0, compared <= 0);
    }

    /// Of two names of which null stands for everything.
    static Fit ofNames(String before, String after) {
        if (before == null || after == null) {
            return of(after == null, before == null);
        }
        return before.equals(after) ? SAME : OTHER;
    }
}
