package dev.loam.kernel.query;

import dev.loam.kernel.query.Plan.Child;
import dev.loam.kernel.query.Plan.Node;
import dev.loam.kernel.query.Plan.Output;
import java.util.ArrayList;
import java.util.List;

/// Moves the aggregates of a spread to-one child to its parent: the child shows what is to be
/// aggregated, since it has one row for each of the parent's, and the parent aggregates. Where the
/// parent is spread too, its own parent goes on in the same way.
///
/// Source: PostgREST documentation, "Aggregate Functions with Columns from a Spread Resource".
final class Lifting {
    private static final String PREFIX = "pgrst_agg_";

    private Lifting() {
    }

    /// The node with a plain column in place of every aggregate.
    static Node lowered(Node node) {
        List<Output> plain = new ArrayList<>();
        for (Output output : node.outputs()) {
            String name = PREFIX + plain.size();
            plain.add(switch (output) {
                case Output.Aggregated sum -> sum.operand() == null ? new Output.One(name)
                        : new Output.Value(sum.operand(), sum.cast(), null, name, true);
                case Output.SpreadAggregated sum ->
                        new Output.Spread(sum.child(), sum.column(), name);
                case Output.Value _, Output.Star _, Output.One _, Output.Embedded _,
                        Output.Spread _ -> output;
            });
        }
        return node.withOutputs(plain).ungrouped();
    }

    /// What a parent shows of a spread child that was asked for these outputs.
    static List<Output> raised(Child child, List<Output> asked) {
        List<Output> raised = new ArrayList<>();
        for (Output output : asked) {
            String name = PREFIX + raised.size();
            raised.add(switch (output) {
                case Output.Aggregated sum -> new Output.SpreadAggregated(
                        child, sum.aggregate(), name, sum.resultCast(), sum.name());
                case Output.SpreadAggregated sum -> new Output.SpreadAggregated(
                        child, sum.aggregate(), name, sum.resultCast(), sum.name());
                case Output.Value _, Output.Star _, Output.One _, Output.Embedded _,
                        Output.Spread _ ->
                        new Output.Spread(child, output.name(), output.name());
            });
        }
        return raised;
    }
}
