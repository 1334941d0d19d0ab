package dev.loam.kernel.query;

import dev.loam.base.failure.Failure;
import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import java.util.List;

/// Why what was asked has no legal plan. Codes, statuses and texts are PostgREST's, since its
/// clients read them. Source: PostgREST documentation, "Errors".
public sealed interface PlanFailure extends Failure {
    /// Rows that cannot be walked along a key, and why.
    record NoKeyset(String why) implements PlanFailure {
        @Override
        public String code() {
            return "LOAM-QUERY-020";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "These rows cannot be paged along a key";
        }

        @Override
        public String details() {
            return why;
        }
    }

    record UnknownTable(TableName name, String nearest) implements PlanFailure {
        @Override
        public String code() {
            return "PGRST205";
        }

        @Override
        public int status() {
            return 404;
        }

        @Override
        public String message() {
            return "Could not find the table '" + name + "' in the schema cache";
        }

        @Override
        public String hint() {
            return nearest == null ? null
                    : "Perhaps you meant the table '" + name.schema() + "." + nearest + "'";
        }
    }

    record UnknownColumn(TableName table, String column, String nearest) implements PlanFailure {
        @Override
        public String code() {
            return "PGRST204";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Could not find the '" + column + "' column of '" + table.name()
                    + "' in the schema cache";
        }

        @Override
        public String hint() {
            return nearest == null ? null : "Perhaps you meant the column '" + nearest + "'";
        }

        @Override
        public boolean elaborates() {
            return true;
        }
    }

    record UnknownRelationship(TableName origin, String target, String joinHint, String hint)
            implements PlanFailure {
        @Override
        public String code() {
            return "PGRST200";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Could not find a relationship between '" + origin.name() + "' and '" + target
                    + "' in the schema cache";
        }

        @Override
        public String details() {
            return "Searched for a foreign key relationship between '" + origin.name() + "' and '"
                    + target + "'"
                    + (joinHint == null ? "" : " using the hint '" + joinHint + "'")
                    + " in the schema '" + origin.schema() + "', but no matches were found.";
        }
    }

    /// `candidates` is a JSON array, `choices` the embeddings to choose from.
    record AmbiguousRelationship(
            TableName origin, String target, String candidates, List<String> choices)
            implements PlanFailure {
        @Override
        public String code() {
            return "PGRST201";
        }

        @Override
        public int status() {
            return 300;
        }

        @Override
        public String message() {
            return "Could not embed because more than one relationship was found for '"
                    + origin.name() + "' and '" + target + "'";
        }

        @Override
        public String details() {
            return candidates;
        }

        @Override
        public boolean detailsAreJson() {
            return true;
        }

        @Override
        public String hint() {
            return "Try changing '" + target + "' to one of the following: "
                    + String.join(", ", choices)
                    + ". Find the desired relationship in the 'details' key.";
        }
    }

    /// `alias` is the name by which what the name leads to has to be called, null where it leads
    /// nowhere.
    record NotEmbedded(String name, String alias) implements PlanFailure {
        @Override
        public String code() {
            return "PGRST108";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "'" + name + "' is not an embedded resource in this request";
        }

        @Override
        public String details() {
            return alias == null ? null
                    : "Target names are not allowed in filters if they have an alias";
        }

        @Override
        public String hint() {
            return alias == null
                    ? "Verify that '" + name + "' is included in the 'select' query parameter."
                    : "Change '" + name + "' to '" + alias + "' in filters, orders or limits.";
        }
    }

    record RelatedOrderImpossible(String origin, String target) implements PlanFailure {
        @Override
        public String code() {
            return "PGRST118";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "A related order on '" + target + "' is not possible";
        }

        @Override
        public String details() {
            return "'" + origin + "' and '" + target
                    + "' do not form a many-to-one or one-to-one relationship";
        }
    }

    record AggregatesOff() implements PlanFailure {
        @Override
        public String code() {
            return "PGRST123";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Use of aggregate functions is not allowed";
        }
    }

    record AggregateInSpread() implements PlanFailure {
        @Override
        public String code() {
            return "PGRST127";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Feature not implemented";
        }

        @Override
        public String details() {
            return "Aggregates are not implemented for one-to-many or many-to-many spreads.";
        }
    }

    record NestingTooDeep(int depthMax) implements PlanFailure {
        @Override
        public String code() {
            return "LOAM-QUERY-001";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Relations are nested more than " + depthMax + " deep";
        }
    }

    /// A `PUT` must name one row, by its whole primary key.
    record PutNeedsKey() implements PlanFailure {
        @Override
        public String code() {
            return "PGRST105";
        }

        @Override
        public int status() {
            return 405;
        }

        @Override
        public String message() {
            return "Filters must include all and only primary key columns with 'eq' operators";
        }
    }

    /// `unnamed` is the type a single unnamed parameter could have had; null where none was
    /// possible.
    record UnknownFunction(
            FunctionName name, List<String> arguments, String unnamed, String nearest)
            implements PlanFailure {
        /// The arguments are named in order, however they came.
        public UnknownFunction {
            arguments = arguments.stream().sorted().toList();
        }

        @Override
        public String code() {
            return "PGRST202";
        }

        @Override
        public int status() {
            return 404;
        }

        @Override
        public String message() {
            return "Could not find the function " + name
                    + (whole() ? "" : arguments.isEmpty() ? " without parameters"
                            : "(" + String.join(", ", arguments) + ")")
                    + " in the schema cache";
        }

        /// Where only the body as a whole could have been the argument.
        private boolean whole() {
            return unnamed != null && !unnamed.equals("json/jsonb");
        }

        @Override
        public String details() {
            boolean whole = whole();
            String named = arguments.isEmpty() ? " without parameters"
                    : " with parameter" + (arguments.size() > 1 ? "s " : " ")
                            + String.join(", ", arguments);
            return "Searched for the function " + name + (whole ? "" : named)
                    + (unnamed == null ? "" : (whole ? "" : " or")
                            + " with a single unnamed " + unnamed + " parameter")
                    + ", but no matches were found in the schema cache.";
        }

        @Override
        public String hint() {
            return nearest == null ? null : "Perhaps you meant to call the function " + nearest;
        }
    }

    record AmbiguousFunction(List<String> signatures) implements PlanFailure {
        @Override
        public String code() {
            return "PGRST203";
        }

        @Override
        public int status() {
            return 300;
        }

        @Override
        public String message() {
            return "Could not choose the best candidate function between: "
                    + String.join(", ", signatures);
        }

        @Override
        public String hint() {
            return "Try renaming the parameters or the function itself in the database so"
                    + " function overloading can be resolved";
        }
    }
}
