package dev.loam.kernel.lineage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What one expression, query or body uses itself, by the numbers of objects; what these use in
/// turn is not among it.
///
/// `texts` are types as whose values texts are read, `checked` domains whose checks are made.
/// `obstacles` are the ends of sentences that begin with the name of what has this query:
/// `uses CURRENT_DATE`. `yields` is, for the body of a function, what is behind its result where
/// that is nothing but the claims of a request.
record Uses(
        Set<Long> relations, Set<Call> calls, Set<Long> operators, Set<Long> texts,
        Set<Long> checked, CallerParts caller, List<String> obstacles, Yields yields) {
    static final Uses NOTHING = new Uses(Set.of(), Set.of(), Set.of(), Set.of(),
            Set.of(), CallerParts.NONE, List.of(), Yields.NOTHING);
    /// The setting with the claims of a request, a JSON object.
    static final String CLAIMS = "request.jwt.claims";

    /// A call of a function; `member` is that of the result, a JSON object, which alone is looked
    /// at, null where the whole is.
    record Call(long function, String member) {
    }

    /// With `claims`, a result may be that of `request.jwt.claims`, as it is; and that of each of
    /// `functions`. Which members of it count only its caller knows.
    record Yields(boolean claims, Set<Long> functions) {
        static final Yields NOTHING = new Yields(false, Set.of());
    }

    /// What of a value is looked at: the whole, one member, or what only the caller of the function
    /// knows whose result it is.
    record Look(boolean yielded, String member) {
        static final Look WHOLE = new Look(false, null);
        static final Look YIELDED = new Look(true, null);

        static Look at(String member) {
            return new Look(false, member);
        }

        boolean isWhole() {
            return !yielded && member == null;
        }
    }

    /// Takes note of one use after the other.
    static final class Notes {
        private final Set<Long> relations = new HashSet<>();
        private final Set<Call> calls = new LinkedHashSet<>();
        private final Set<Long> operators = new HashSet<>();
        private final Set<Long> texts = new HashSet<>();
        private final Set<Long> checked = new HashSet<>();
        private final Set<String> claims = new HashSet<>();
        private final Set<String> settings = new HashSet<>();
        private final Set<String> obstacles = new LinkedHashSet<>();
        private final Set<Long> yieldedBy = new HashSet<>();
        private boolean everything;
        private boolean yieldsClaims;

        void relation(long id) {
            relations.add(id);
        }

        void call(long function, Look look) {
            if (look.yielded()) {
                yieldedBy.add(function);
            } else {
                calls.add(new Call(function, look.member()));
            }
        }

        void operator(long id) {
            operators.add(id);
        }

        /// A value is made of a text by the type's own reading.
        void readAs(long type) {
            texts.add(type);
            checked.add(type);
        }

        /// A value is checked whether it is one of the type.
        void check(long type) {
            checked.add(type);
        }

        void setting(String lowerCaseName, Look look) {
            if (!lowerCaseName.equals(CLAIMS) || look.isWhole()) {
                settings.add(lowerCaseName);
            } else if (look.yielded()) {
                yieldsClaims = true;
            } else {
                claims.add(look.member());
            }
        }

        void anySetting() {
            everything = true;
        }

        void obstacle(String predicate) {
            obstacles.add(predicate);
        }

        Uses uses() {
            return new Uses(Set.copyOf(relations), Set.copyOf(calls), Set.copyOf(operators),
                    Set.copyOf(texts), Set.copyOf(checked),
                    everything ? CallerParts.EVERYTHING
                            : new CallerParts(false, claims, settings),
                    List.copyOf(obstacles),
                    new Yields(yieldsClaims, Set.copyOf(yieldedBy)));
        }
    }

    /// What either uses; the result is the other's.
    Uses plus(Uses other) {
        if (this == NOTHING) {
            return other;
        }
        var together = new ArrayList<>(obstacles);
        together.addAll(other.obstacles);
        return new Uses(both(relations, other.relations), both(calls, other.calls),
                both(operators, other.operators), both(texts, other.texts),
                both(checked, other.checked),
                caller.plus(other.caller), List.copyOf(together), other.yields);
    }

    private static <T> Set<T> both(Set<T> some, Set<T> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }
}
