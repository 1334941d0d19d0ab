package dev.loam.app.diff;

import dev.loam.app.diff.SchemaDiff.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/// Compares choices of several forms, such as the overloads of a function: each is set against the
/// one that it most likely was before.
final class FormDiff {
    /// More of them are compared by their order, so that the work stays bounded.
    private static final int FORMS_MAX = 64;

    private final SchemaDiff schemas;
    private final Way way;
    private final int depth;

    FormDiff(SchemaDiff schemas, Way way, int depth) {
        this.schemas = schemas;
        this.way = way;
        this.depth = depth;
    }

    List<Change> between(Part place, List<Part> before, List<Part> after) {
        List<Part> olds = new ArrayList<>(before);
        List<Part> news = new ArrayList<>(after);
        List<Change> changes = new ArrayList<>();
        if (Math.max(olds.size(), news.size()) <= FORMS_MAX) {
            pair(olds, news, changes, (old, one) -> differences(old, one).isEmpty());
            pair(olds, news, changes, (old, one) -> signature(old).equals(signature(one)));
            pair(olds, news, changes, (old, one) ->
                    SchemaDiff.bearable(differences(old, one)));
        }
        if (olds.size() == news.size()) {
            pair(olds, news, changes, (_, _) -> true);
        }
        olds.forEach(old -> changes.add(new Change(
                way.pick(Rule.SENT_FORM_REMOVED, Rule.GOT_FORM_REMOVED), place,
                "has no form " + signature(old) + " " + way + " any more")));
        news.forEach(one -> changes.add(new Change(
                way.pick(Rule.SENT_FORM_ADDED, Rule.GOT_FORM_ADDED), one.named(place.label()),
                "has the form " + signature(one) + " " + way)));
        return changes;
    }

    private static String signature(Part form) {
        return Shape.of(form).signature();
    }

    private List<Change> differences(Part before, Part after) {
        return schemas.between(before, after, way, depth + 1);
    }

    /// Takes those out that belong together.
    private void pair(List<Part> olds, List<Part> news, List<Change> changes,
            BiPredicate<Part, Part> alike) {
        for (Part old : List.copyOf(olds)) {
            news.stream().filter(one -> alike.test(old, one)).findFirst().ifPresent(one -> {
                olds.remove(old);
                news.remove(one);
                changes.addAll(differences(old, one));
            });
        }
    }
}
