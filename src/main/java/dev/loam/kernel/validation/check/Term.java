package dev.loam.kernel.validation.check;

import dev.loam.kernel.validation.value.Kind;
import java.util.List;

/// A part of a check with its type. `literal` is the text of a constant, null for anything else;
/// `elements` are those of an array, null for anything else.
record Term(Expression expression, Kind kind, String type, String literal, List<Term> elements) {
    static Term of(Expression expression, Kind kind, String type) {
        return new Term(expression, kind, type, null, null);
    }

    static Term truth(Expression expression) {
        return of(expression, Kind.BOOLEAN, "boolean");
    }
}
