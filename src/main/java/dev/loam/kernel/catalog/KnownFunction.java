package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import java.util.List;

/// What the database says of one function, as far as it can be told without looking at relations.
///
/// `exposed` is null where nobody can call it; it lacks what is known of its result where that is
/// the row of `resultRelation` (0 for none). `types` are all that it names. `computed` is null
/// unless it makes rows of one relation from a row of another.
record KnownFunction(
        FunctionName name, Function exposed, List<SchemaTypes.Key> types, long resultRelation,
        Computed computed) {
    /// Object ids of relations.
    record Computed(long from, long to, boolean toOne) {
    }

    /// The function with what its result is made of.
    Function whole(SchemaRelations relations) {
        if (resultRelation == 0) {
            return exposed;
        }
        Function.Returns bare = exposed.returns();
        var returns = new Function.Returns(bare.set(), true, bare.type(),
                relations.name(resultRelation), relations.columns(resultRelation));
        return new Function(exposed.name(), exposed.comment(), exposed.parameters(), returns,
                exposed.volatility(), exposed.variadic(), exposed.settings());
    }
}
