package dev.loam.app.diff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Compares schemas: of what clients send, or of what they get.
///
/// Two schemas with names of their own are compared once, wherever they are used, and changes in
/// them stand under these names.
final class SchemaDiff {
    /// Deeper nesting is taken to be alike; only a schema that contains itself gets there.
    private static final int DEPTH_MAX = 64;

    private final Map<Pair, List<Change>> known = new HashMap<>();

    private record Pair(String before, String after, Way way) {
    }

    /// The way that values go.
    enum Way {
        SENT("in requests"), GOT("in answers");

        private final String words;

        Way(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }

        Rule pick(Rule sent, Rule got) {
            return this == SENT ? sent : got;
        }
    }

    List<Change> between(Part before, Part after, Way way) {
        return between(before, after, way, 0);
    }

    List<Change> between(Part before, Part after, Way way, int depth) {
        if (!before.exists() || !after.exists() || depth > DEPTH_MAX) {
            return List.of();
        }
        Part older = Shape.bare(before);
        Part newer = Shape.bare(after);
        List<Change> changes = new ArrayList<>();
        if (!Shape.of(older).isAnything() && !Shape.of(newer).isAnything()) {
            nulls(before, after, way, changes);
        }
        changes.addAll(older.isReference() && newer.isReference()
                ? named(older.resolved(), newer.resolved(), way, depth)
                : inner(older, newer, way, depth));
        return changes;
    }

    /// One that contains itself has, inside, no changes but those that are being found already.
    private List<Change> named(Part before, Part after, Way way, int depth) {
        var pair = new Pair(before.pointer(), after.pointer(), way);
        List<Change> found = known.get(pair);
        if (found == null) {
            known.put(pair, List.of());
            found = List.copyOf(inner(before, after, way, depth));
            known.put(pair, found);
        }
        return found;
    }

    private static void nulls(Part before, Part after, Way way, List<Change> changes) {
        boolean could = Shape.nullable(before);
        boolean can = Shape.nullable(after);
        if (could && !can) {
            changes.add(new Change(way.pick(Rule.SENT_NULL_REFUSED, Rule.GOT_NULL_REFUSED),
                    before, "cannot be null " + way + " any more"));
        } else if (can && !could) {
            changes.add(new Change(way.pick(Rule.SENT_NULL_ALLOWED, Rule.GOT_NULL_ALLOWED),
                    before, "can be null " + way));
        }
    }

    private List<Change> inner(Part before, Part after, Way way, int depth) {
        Shape older = Shape.of(before);
        Shape newer = Shape.of(after);
        if (older.forms().size() > 1 || newer.forms().size() > 1) {
            return new FormDiff(this, way, depth).between(before, older.forms(), newer.forms());
        }
        List<Change> changes = new ArrayList<>(new ValueDiff(before, way).between(older, newer));
        if (older.types().equals(newer.types())) {
            members(before, older, newer, way, depth, changes);
            if (older.items() != null && newer.items() != null) {
                changes.addAll(between(older.items(), newer.items(), way, depth + 1));
            }
            if (older.others() != null && newer.others() != null) {
                changes.addAll(between(older.others(), newer.others(), way, depth + 1));
            }
        }
        return changes;
    }

    private void members(Part place, Shape older, Shape newer, Way way, int depth,
            List<Change> changes) {
        older.members().forEach((name, before) -> {
            Part after = newer.members().get(name);
            if (after == null) {
                changes.add(new Change(
                        way.pick(Rule.SENT_MEMBER_REMOVED, Rule.GOT_MEMBER_REMOVED), before,
                        "is gone " + (way == Way.SENT ? "from requests" : "from answers")));
                return;
            }
            List<Change> inside = between(before, after, way, depth + 1);
            changes.addAll(inside);
            needs(before, needed(older, name, way), needed(newer, name, way), way, inside, changes);
            if (way == Way.SENT) {
                defaults(before, after, changes);
            }
        });
        newer.members().forEach((name, after) -> {
            if (!older.members().containsKey(name)) {
                changes.add(added(after, needed(newer, name, way), way));
            }
        });
        if (way == Way.SENT && newer.closed() && !older.closed() && !older.types().isEmpty()) {
            changes.add(new Change(Rule.SENT_OTHERS_REFUSED, place,
                    "takes no members but those described"));
        }
        if (way == Way.GOT) {
            changes.addAll(KeyDiff.between(place, older.members(), newer.members()));
        }
    }

    private static Change added(Part after, boolean needed, Way way) {
        return way == Way.SENT && needed
                ? new Change(Rule.SENT_MEMBER_REQUIRED, after, "is new and required in requests")
                : new Change(way.pick(Rule.SENT_MEMBER_ADDED, Rule.GOT_MEMBER_ADDED), after,
                        "is new " + way);
    }

    /// OpenAPI 2.0 as PostgREST writes it lists what is not null, which need not be sent where the
    /// database knows a value.
    private static boolean needed(Shape shape, String name, Way way) {
        Part member = shape.members().get(name);
        boolean filled = way == Way.SENT && member.root().has(OlderDocument.MARK)
                && (member.json().has("default") || member.json().has(KeyDiff.PRIMARY));
        return shape.required().contains(name) && !filled;
    }

    private static void needs(Part part, boolean before, boolean after, Way way,
            List<Change> inside, List<Change> changes) {
        if (way == Way.SENT && before != after) {
            changes.add(after
                    ? new Change(Rule.SENT_MEMBER_REQUIRED, part, "is required in requests")
                    : new Change(Rule.SENT_MEMBER_OPTIONAL, part, "is optional in requests"));
        }
        // A column is always there: that it need not be says only that it can be null.
        boolean told = inside.stream().anyMatch(change -> change.pointer().equals(part.pointer())
                && (change.rule() == Rule.GOT_NULL_ALLOWED
                || change.rule() == Rule.GOT_NULL_REFUSED));
        if (way == Way.GOT && before != after && !told) {
            changes.add(after
                    ? new Change(Rule.GOT_MEMBER_REQUIRED, part, "is always there in answers")
                    : new Change(Rule.GOT_MEMBER_OPTIONAL, part,
                            "can be missing or null in answers"));
        }
    }

    private static void defaults(Part before, Part after, List<Change> changes) {
        JsonNode was = before.json().path("default");
        JsonNode is = after.json().path("default");
        if (!was.equals(is)) {
            changes.add(new Change(Rule.SENT_DEFAULT_CHANGED, before, is.isMissingNode()
                    ? "has no default " + was + " any more" : was.isMissingNode()
                    ? "has the default " + is : "has the default " + is + ", had " + was));
        }
    }

    /// Whether a client of the older one is served by the newer one as well.
    static boolean bearable(List<Change> changes) {
        return changes.stream().noneMatch(change -> change.level() == Change.Level.BREAKING);
    }
}
