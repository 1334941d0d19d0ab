package dev.loam.kernel.query;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked.At;
import dev.loam.kernel.query.Asked.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns the paths at which filters, orders and slices were asked for into paths of the names that
/// embedded relations go by.
///
/// An embedded relation with an alias goes by it. Where `legacyNames` holds, its target's name
/// still leads to it; each such use is kept, so that the client can be warned.
/// Source: PostgREST documentation, "url-use-legacy-target-names".
final class EmbedPaths {
    private final boolean legacyNames;
    private final Map<String, String> renamed = new LinkedHashMap<>();

    EmbedPaths(boolean legacyNames) {
        this.legacyNames = legacyNames;
    }

    /// The aliases that should have been used, by the names that were.
    List<Plan.Renamed> renamed() {
        return renamed.entrySet().stream()
                .map(entry -> new Plan.Renamed(entry.getKey(), entry.getValue())).toList();
    }

    /// Fails: 400 PGRST108 for a path that leads to no embedded relation.
    Shape resolve(Shape shape) {
        return new Shape(shape.select(), resolve(shape.select(), shape.filters()),
                resolve(shape.select(), shape.orders()),
                resolve(shape.select(), shape.slices()));
    }

    private <T> List<At<T>> resolve(List<Selected> select, List<At<T>> all) {
        return all.stream()
                .map(at -> at.path().isEmpty() ? at : new At<>(path(select, at.path()), at.what()))
                .toList();
    }

    private List<String> path(List<Selected> select, List<String> asked) {
        List<String> path = new ArrayList<>(asked.size());
        List<Selected> level = select;
        for (String name : asked) {
            Selected.Embed embed = embed(level, name);
            if (!embed.name().equals(name)) {
                renamed.put(name, embed.name());
            }
            path.add(embed.name());
            level = embed.children();
        }
        return path;
    }

    private Selected.Embed embed(List<Selected> select, String name) {
        String alias = null;
        for (Selected selected : select) {
            if (selected instanceof Selected.Embed embed) {
                boolean target = embed.target().equals(name);
                if (embed.name().equals(name) || legacyNames && target) {
                    return embed;
                }
                alias = target && alias == null ? embed.name() : alias;
            }
        }
        throw new Refusal(new PlanFailure.NotEmbedded(name, alias));
    }
}
