package dev.loam.modules.rest.failure;

import java.util.List;
import java.util.Map;

/// A refusal of this module. Codes beginning with `PGRST` and their words are those of the dialect.
///
/// Source: PostgREST documentation, "Errors".
public sealed interface RestFailure extends Worded {
    record NoCatalog() implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST002", 503,
                    "Could not query the database for the schema cache. Retrying.")
                    .header("Retry-After", "1");
        }
    }

    /// No connection to the database: it is down, or starting.
    record NoConnection(String why) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST000", 503,
                    "Database connection error. Retrying the connection.")
                    .details(why).header("Retry-After", "1");
        }
    }

    /// The connection broke while the statement ran: nobody knows whether it was kept.
    record BrokenConnection(String why) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST001", 503, "Database client error. Retrying the connection.")
                    .details(why).header("Retry-After", "1");
        }
    }

    record PoolTimeout() implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST003", 504,
                    "Timed out acquiring connection from connection pool.");
        }
    }

    record MethodOnFunction(String method) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST101", 405, "Cannot use the " + method + " method on RPC")
                    .header("Allow", "OPTIONS,GET,HEAD,POST");
        }
    }

    /// A body that cannot be read as what it claims to be; `found` says what was found and where.
    record InvalidBody(String what, String found) implements RestFailure {
        public static final InvalidBody KEYS_DIFFER =
                new InvalidBody("All object keys must match", null);

        public static InvalidBody json(String found) {
            return new InvalidBody("Empty or invalid json", found);
        }

        @Override
        public Words words() {
            return Words.of("PGRST102", 400, what).details(found);
        }

        @Override
        public boolean elaborates() {
            return true;
        }
    }

    record InvalidRange(String why) implements RestFailure {
        public static final InvalidRange LOWER_ABOVE_UPPER = new InvalidRange(
                "The lower boundary must be lower than or equal to the upper boundary in the "
                        + "Range header.");
        public static final InvalidRange NOTHING_LEFT =
                new InvalidRange("Limit should be greater than or equal to zero.");

        @Override
        public Words words() {
            return Words.of("PGRST103", 416, "Requested range not satisfiable").details(why);
        }
    }

    /// `headers` are those the answer would have had.
    record OutOfBounds(long offset, long total, Map<String, String> headers)
            implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST103", 416, "Requested range not satisfiable")
                    .details("An offset of " + offset + " was requested, but there are only "
                            + total + " rows.");
        }
    }

    record UnknownSchema(String asked, List<String> exposed) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST106", 406, "Invalid schema: " + asked)
                    .hint("Only the following schemas are exposed: "
                            + String.join(", ", exposed));
        }
    }

    record NoMediaType(List<String> accepted) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST107", 406, "None of these media types are available: "
                    + String.join(", ", accepted));
        }
    }

    record InvalidResponseHeaders() implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST111", 500, "response.headers guc must be a JSON array composed "
                    + "of objects with a single key and a string value");
        }
    }

    record InvalidResponseStatus() implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST112", 500,
                    "response.status guc must be a valid status code");
        }
    }

    record RangeOnPut() implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST114", 400,
                    "limit/offset querystring parameters are not allowed for PUT");
        }
    }

    record KeyMismatch() implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST115", 400,
                    "Payload values do not match URL in primary key column(s)");
        }
    }

    record NotSingular(long rows) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST116", 406,
                    "Cannot coerce the result to a single JSON object")
                    .details("The result contains " + rows + " rows");
        }
    }

    record UnsupportedMethod(String method) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST117", 405, "Unsupported HTTP method: " + method);
        }
    }

    /// `RAISE SQLSTATE 'PGRST'` with a MESSAGE or DETAIL that is not the JSON it should be.
    record UnreadableRaise(String found, String wanted) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST121", 500,
                    "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error")
                    .details(found).hint(wanted);
        }
    }

    record InvalidPreferences(List<String> invalid) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST122", 400, "Invalid preferences given with handling=strict")
                    .details("Invalid preferences: " + String.join(", ", invalid));
        }
    }

    record TooManyAffected(long rows) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST124", 400,
                    "Query result exceeds max-affected preference constraint")
                    .details("The query affects " + rows + " rows");
        }
    }

    record InvalidPath() implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST125", 404, "Invalid path specified in request URL");
        }
    }

    record RootDisabled() implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST126", 404, "Root endpoint metadata is disabled");
        }
    }

    record NoSetForMaxAffected() implements RestFailure {
        @Override
        public Words words() {
            return Words.of("PGRST128", 400, "Function must return SETOF or TABLE when "
                    + "max-affected preference is used with handling=strict");
        }
    }

    /// A part of the request that is not the UTF-8 text, percent-encoded or plain, it has to be.
    record InvalidEncoding(String part, String found) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-001", 400, "The " + part + " is not valid UTF-8 text")
                    .details(found);
        }
    }

    /// A cursor that nobody handed out, or not for this.
    record BadCursor(String why) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-020", 400, "The cursor parameter cannot be followed")
                    .details(why)
                    .hint("Follow the links of the header Link as they are, or begin again with"
                            + " Prefer: pagination=keyset.");
        }
    }

    /// A cursor of another query; `parts` says where the two differ.
    record OtherCursor(String parts) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-021", 400, "The cursor parameter belongs to another query")
                    .details("It was made for another " + parts + ".")
                    .hint("Only the limit may change from page to page. Begin again with"
                            + " Prefer: pagination=keyset.");
        }
    }

    /// A row whose values by the order do not fit into a link.
    record CursorTooLong(int charsMax) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-022", 400,
                    "The values of the order are too long for a cursor")
                    .details("The last row of the page needs more than " + charsMax
                            + " characters.")
                    .hint("Order by shorter columns.");
        }
    }

    /// Two rows side by side that the order cannot tell apart: a walk would lose one.
    record KeyNotUnique() implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-023", 400,
                    "The key of these rows does not tell them apart")
                    .details("The last row of the page and the one behind it have the same key.")
                    .hint("Order by further columns that differ.");
        }
    }

    /// A request's position in the log that is none.
    record BadPosition(String found) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-070", 400,
                    "The header Loam-Position is no position in the database's log")
                    .details(found)
                    .hint("Send the value of Loam-Position of an earlier answer as it is, such as"
                            + " 16/B374D848, or leave the header out.");
        }
    }

    /// A JSON Patch that is none: `index` is the operation's place, from 0, and `member` its part.
    record BadPatch(int index, String member, String why) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-030", 400, "The JSON Patch cannot be read")
                    .details("Operation " + index + ", " + member + ": " + why);
        }
    }

    /// A `test` that some row did not pass.
    record PatchTestFailed(int index, String path) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-031", 409, "A test of the JSON Patch failed")
                    .details("Operation " + index + " expects another value at " + path
                            + " in some row. Nothing was changed.");
        }
    }

    /// An operation whose place some row does not have.
    record PatchPathMissing(int index, String path) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-032", 422,
                    "The JSON Patch names a place that is not there")
                    .details("Operation " + index + " cannot reach " + path
                            + " in some row. Nothing was changed.");
        }
    }

    /// A statement that was not run, since PostgreSQL expects it to cost too much. `setting` has
    /// the bound.
    record TooCostly(String cost, long costMax, String setting) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-025", 422, "The request is estimated to cost too much")
                    .details("PostgreSQL estimates its cost at " + cost + ", and " + costMax
                            + " is allowed.")
                    .hint("Filter by indexed columns, ask for fewer rows or fewer related ones, or"
                            + " let " + setting + " allow more.");
        }
    }

    record DeadlinePassed() implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-002", 504,
                    "The request took longer than the server waits for an answer")
                    .details("The statement was cancelled and nothing was kept.");
        }
    }

    /// A write that depended on rows being as the client knows them.
    record PreconditionFailed(String field, String details) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-090", 412, field + " does not hold any more")
                    .details(details)
                    .hint("Read the rows again, and send the change with their new ETag.");
        }
    }

    /// A write that has to say which rows the client knows.
    record PreconditionRequired(String table) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-091", 428,
                    "Rows of " + table + " are changed with If-Match only")
                    .hint("Read them first, and send the ETag of the answer as If-Match.");
        }
    }

    /// A condition that cannot be read, or has no meaning where it stands.
    record BadCondition(String field, String details) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-092", 400, field + " cannot be heeded")
                    .details(details);
        }
    }

    /// One row of a body that is read as it arrives.
    record RowTooLarge(long bytesMax) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-080", 413,
                    "A row of the body exceeds the limit of " + bytesMax + " bytes")
                    .details("Nothing of the body was kept.");
        }
    }

    record AnswerTooLarge(long bytesMax) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-081", 413,
                    "The rows to give back exceed the limit of " + bytesMax + " bytes")
                    .details("Nothing of the body was kept.")
                    .hint("Use \"Prefer: return=minimal\", or select fewer columns.");
        }
    }

    /// Nobody reads this one: the client has left.
    record Abandoned() implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-003", 499, "The client left before the answer");
        }
    }

    /// A batch that is JSON and yet none; `where` names the member.
    record InvalidBatch(String where, String found, String right) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-040", 400, "The batch cannot be read: " + where)
                    .details(found).hint(right);
        }
    }

    record TooManyOperations(int max) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-041", 413,
                    "A batch has at most " + max + " operations");
        }
    }

    /// Something that a request can ask for, but not in a batch.
    record NotInBatch(String what, String instead) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-042", 400, "Not possible in a batch: " + what)
                    .hint(instead);
        }
    }

    /// A body refers to a result that is not there, or has no such part.
    record NoSuchResult(String reference) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-044", 400, "There is nothing at " + reference)
                    .hint("Only bodies that an earlier operation of the batch has answered with "
                            + "can be referred to.");
        }
    }

    record TooLargeForBatch(String bound) implements RestFailure {
        @Override
        public Words words() {
            return Words.of("LOAM-REST-043", 400, "The result is too large for a batch")
                    .details(bound)
                    .hint("Ask for fewer rows or columns, or send it as a request of its own.");
        }
    }
}
