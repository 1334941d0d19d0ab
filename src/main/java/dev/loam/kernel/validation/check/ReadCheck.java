package dev.loam.kernel.validation.check;

import java.util.Set;
import java.util.TreeSet;

/// A check constraint that was read. `places` are those of the values that it is about.
public final class ReadCheck {
    private final String name;
    private final Expression expression;
    private final Set<Integer> places;

    private ReadCheck(String name, Expression expression, Set<Integer> places) {
        this.name = name;
        this.expression = expression;
        this.places = places;
    }

    /// Null for one that is left to PostgreSQL. `definition` is as `pg_get_constraintdef` has it.
    public static ReadCheck of(String name, String definition, Scope scope) {
        var places = new TreeSet<Integer>();
        Scope noting = new Scope() {
            @Override
            public Named named(String word) {
                Named found = scope.named(word);
                if (found != null) {
                    places.add(found.place());
                }
                return found;
            }

            @Override
            public boolean textsDiffer() {
                return scope.textsDiffer();
            }
        };
        try {
            Expression expression = new CheckParser(definition, noting).read();
            return new ReadCheck(name, expression, Set.copyOf(places));
        } catch (Unreadable _) {
            return null;
        }
    }

    public String name() {
        return name;
    }

    public Set<Integer> places() {
        return places;
    }

    /// Whether a row breaks it for certain: a check passes on true and on null.
    public boolean broken(Object[] row) {
        return Boolean.FALSE.equals(expression.of(row));
    }
}
