package dev.loam.kernel.query;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Relationship.Computed;
import dev.loam.kernel.catalog.Relationship.ManyToMany;
import dev.loam.kernel.catalog.Relationship.ManyToOne;
import dev.loam.kernel.catalog.Relationship.OneToMany;
import dev.loam.kernel.catalog.Relationship.OneToOne;
import dev.loam.kernel.catalog.Relationship.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds the one relationship that an embedding means.
///
/// A target is a relation, or (to-one) a foreign key's constraint or single column, or a computed
/// relationship. A hint is a constraint, a single column on either side, or a junction. In a
/// relation related to itself one foreign key makes two relationships: the relation's own name
/// means the rows below, the key's column or constraint the row above.
/// Source: PostgREST documentation, "Resource Embedding" and "Foreign Key Joins on Multiple Foreign
/// Key Relationships".
final class RelationshipChooser {
    /// The order in which several that could be meant are told, as PostgREST has it: by relation,
    /// then one-to-many, many-to-one, one-to-one, many-to-many, then by names.
    private static final Comparator<Relationship> TOLD = Comparator
            .comparing(Relationship::to)
            .thenComparingInt(RelationshipChooser::rank)
            .thenComparing(RelationshipChooser::describe);

    private RelationshipChooser() {
    }

    static Relationship find(
            Catalog catalog, String schema, TableName origin, Selected.Embed embed) {
        List<Relationship> known = catalog.relationshipsFrom(origin, embed.target());
        // A computed relationship is declared by hand: it hides those to the relation of its name.
        Set<TableName> hidden = new HashSet<>();
        List<Relationship> computed = new ArrayList<>();
        for (Relationship candidate : known) {
            if (candidate instanceof Computed function
                    && function.function().schema().equals(schema)) {
                FunctionName name = function.function();
                hidden.add(new TableName(name.schema(), name.name()));
                if (name.name().equals(embed.target())) {
                    computed.add(candidate);
                }
            }
        }
        List<Relationship> found = new ArrayList<>();
        for (Relationship candidate : known) {
            if (!(candidate instanceof Computed) && !hidden.contains(candidate.to())
                    && candidate.to().schema().equals(schema) && shown(catalog, candidate)
                    && matches(catalog, candidate, embed.target(), embed.hint())) {
                found.add(candidate);
            }
        }
        List<Relationship> all = computed.isEmpty() ? clearest(found, embed.target()) : computed;
        return switch (all.size()) {
            case 0 -> throw new Refusal(new PlanFailure.UnknownRelationship(origin, embed.target(),
                    embed.hint(), Hints.relationship(catalog, origin, embed)));
            case 1 -> all.getFirst();
            default -> throw new Refusal(ambiguous(origin, embed.target(), all));
        };
    }

    /// Without the relation itself, named by its key's constraint, where others can be meant.
    private static List<Relationship> clearest(List<Relationship> found, String target) {
        List<Relationship> others = found.stream()
                .filter(one -> !one.self() || !isConstraint(one, target)
                        || isOwnColumn(one, target))
                .toList();
        return others.isEmpty() ? found : others;
    }

    /// A junction in a schema that is not exposed leads nowhere.
    private static boolean shown(Catalog catalog, Relationship candidate) {
        return !(candidate instanceof ManyToMany many)
                || catalog.table(many.junction()) != null;
    }

    /// Constraints and columns lead to tables only: the views of one would all be meant.
    private static boolean matches(
            Catalog catalog, Relationship candidate, String target, String hint) {
        boolean targetIsTable = candidate.to().name().equals(target);
        if (candidate.self()) {
            return matchesSelf(candidate, targetIsTable, target, hint);
        }
        if (hint == null) {
            var to = catalog.table(candidate.to());
            return targetIsTable || (to == null || !to.isView())
                    && (isConstraint(candidate, target) || isOwnColumn(candidate, target));
        }
        return targetIsTable && (isConstraint(candidate, hint) || isOwnColumn(candidate, hint)
                || isOtherColumn(candidate, hint) || isJunction(candidate, hint));
    }

    private static boolean matchesSelf(
            Relationship candidate, boolean targetIsTable, String target, String hint) {
        return switch (candidate) {
            case OneToMany _ -> targetIsTable && (hint == null || isConstraint(candidate, hint)
                    || isOtherColumn(candidate, hint));
            case ManyToOne _ -> hint == null
                    && (isConstraint(candidate, target) || isOwnColumn(candidate, target));
            case OneToOne one -> one.parent()
                    ? targetIsTable && (hint == null || isConstraint(candidate, hint)
                            || isOtherColumn(candidate, hint))
                    : hint == null
                            && (isConstraint(candidate, target) || isOwnColumn(candidate, target));
            // Which of the junction's two keys leads away, no hint can say.
            case ManyToMany _, Computed _ -> false;
        };
    }

    private static boolean isConstraint(Relationship candidate, String name) {
        return switch (candidate) {
            case ManyToOne r -> r.constraint().equals(name);
            case OneToMany r -> r.constraint().equals(name);
            case OneToOne r -> r.constraint().equals(name);
            case ManyToMany _, Computed _ -> false;
        };
    }

    private static boolean isOwnColumn(Relationship candidate, String name) {
        List<Pair> pairs = pairs(candidate);
        return pairs.size() == 1 && pairs.getFirst().own().equals(name);
    }

    private static boolean isOtherColumn(Relationship candidate, String name) {
        List<Pair> pairs = pairs(candidate);
        return pairs.size() == 1 && pairs.getFirst().other().equals(name);
    }

    private static boolean isJunction(Relationship candidate, String name) {
        return candidate instanceof ManyToMany r && r.junction().name().equals(name);
    }

    private static List<Pair> pairs(Relationship candidate) {
        return switch (candidate) {
            case ManyToOne r -> r.pairs();
            case OneToMany r -> r.pairs();
            case OneToOne r -> r.pairs();
            case ManyToMany _, Computed _ -> List.of();
        };
    }

    private static PlanFailure ambiguous(
            TableName origin, String target, List<Relationship> candidates) {
        var json = new StringBuilder("[");
        List<String> choices = new ArrayList<>();
        for (Relationship candidate : candidates.stream().sorted(TOLD).toList()) {
            String hint = switch (candidate) {
                case ManyToOne r -> r.constraint();
                case OneToMany r -> r.constraint();
                case OneToOne r -> r.constraint();
                case ManyToMany r -> r.junction().name();
                case Computed r -> r.function().name();
            };
            choices.add("'" + candidate.to().name() + "!" + hint + "'");
            json.append(json.length() > 1 ? "," : "")
                    .append("{\"cardinality\":\"").append(cardinality(candidate))
                    .append("\",\"embedding\":")
                    .append(quoted(origin.name() + " with " + candidate.to().name()))
                    .append(",\"relationship\":").append(quoted(describe(candidate)))
                    .append('}');
        }
        return new PlanFailure.AmbiguousRelationship(
                origin, target, json.append(']').toString(), choices);
    }

    private static int rank(Relationship candidate) {
        return switch (candidate) {
            case OneToMany _ -> 0;
            case ManyToOne _ -> 1;
            case OneToOne _ -> 2;
            case ManyToMany _ -> 3;
            case Computed _ -> 4;
        };
    }

    private static String cardinality(Relationship candidate) {
        return switch (candidate) {
            case ManyToOne _ -> "many-to-one";
            case OneToMany _ -> "one-to-many";
            case OneToOne _ -> "one-to-one";
            case ManyToMany _ -> "many-to-many";
            case Computed r -> r.toOne() ? "many-to-one" : "one-to-many";
        };
    }

    private static String describe(Relationship candidate) {
        return switch (candidate) {
            case ManyToOne r -> key(r.constraint(), r.from(), r.to(), r.pairs());
            case OneToMany r -> key(r.constraint(), r.from(), r.to(), r.pairs());
            case OneToOne r -> key(r.constraint(), r.from(), r.to(), r.pairs());
            case ManyToMany r -> r.junction().name() + " using "
                    + r.nearConstraint() + columns(r.near(), false) + " and "
                    + r.farConstraint() + columns(r.far(), true);
            case Computed r -> r.function().name();
        };
    }

    private static String key(String constraint, TableName from, TableName to, List<Pair> pairs) {
        return constraint + " using " + from.name() + columns(pairs, true) + " and "
                + to.name() + columns(pairs, false);
    }

    private static String columns(List<Pair> pairs, boolean own) {
        List<String> names =
                pairs.stream().map(pair -> own ? pair.own() : pair.other()).toList();
        return "(" + String.join(", ", names) + ")";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
