package dev.loam.kernel.version.mapping;

import java.util.ArrayList;
import java.util.List;

/// A field as a query names it: a column and the arrows behind it.
record FieldText(String column, List<Arrow> path) {
    /// `->key` or `->>key`.
    record Arrow(boolean asText, String key) {
        @Override
        public String toString() {
            boolean number = !key.isEmpty() && key.chars().allMatch(c -> c >= '0' && c <= '9');
            return (asText ? "->>" : "->") + (number ? key : Text.written(key));
        }
    }

    static FieldText read(Text text) {
        return new FieldText(text.name(), arrows(text));
    }

    /// The arrows behind a column, maybe none.
    static List<Arrow> arrows(Text text) {
        if (!text.looksAt("->")) {
            return List.of();
        }
        List<Arrow> path = new ArrayList<>();
        while (text.accept("->")) {
            boolean asText = text.accept(">");
            path.add(new Arrow(asText, text.key()));
        }
        return path;
    }

    /// The same path behind another place; `asText` is how a member is taken that was a column.
    FieldText at(Place place, List<Arrow> rest, boolean asText) {
        List<Arrow> arrows = new ArrayList<>();
        if (place.member() != null) {
            arrows.add(new Arrow(asText && rest.isEmpty(), place.member()));
        }
        arrows.addAll(rest);
        return new FieldText(place.column(), arrows);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(Text.written(column));
        path.forEach(text::append);
        return text.toString();
    }
}
