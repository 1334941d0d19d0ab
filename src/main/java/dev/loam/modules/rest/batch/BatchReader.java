package dev.loam.modules.rest.batch;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.ask.BoundedJson;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.database.Session.Isolation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads batches: an object with `operations`, or just their array.
final class BatchReader {
    private static final List<String> KNOWN = List.of("isolation", "references", "operations");
    /// Batch, operations and operation around a body.
    private static final int DEPTH_AROUND = 3;

    private final BoundedJson json;
    private final int operationsMax;

    /// `depthMax` bounds the nesting of each body.
    BatchReader(int depthMax, int operationsMax) {
        this.json = new BoundedJson(depthMax + DEPTH_AROUND);
        this.operationsMax = operationsMax;
    }

    /// Fails: 400 PGRST102 for what is no JSON, LOAM-REST-040 for what is no batch; 413.
    Batch read(byte[] body) {
        return json.read(body, parser -> new Reading(parser, body).batch());
    }

    private final class Reading {
        private final JsonParser parser;
        private final Members members;
        private final Set<String> ids = new HashSet<>();
        private Isolation isolation;
        private boolean references;
        private List<Operation> operations;

        Reading(JsonParser parser, byte[] body) {
            this.parser = parser;
            this.members = new Members(parser, body);
        }

        Batch batch() {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                operations();
            } else if (parser.currentToken() == JsonToken.START_OBJECT) {
                members.each("", KNOWN, this::take);
            } else {
                throw Members.wrong("the whole", "It has to be an object or an array.");
            }
            if (operations == null) {
                throw Members.wrong("operations", "It is missing.");
            }
            return new Batch(isolation, references, List.copyOf(operations));
        }

        private void take(String name) {
            switch (name) {
                case "isolation" -> isolation = isolation(members.text(name));
                case "references" -> references = members.truth(name);
                default -> operations();
            }
        }

        private void operations() {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw Members.wrong("operations", "It has to be an array.");
            }
            operations = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (operations.size() == operationsMax) {
                    throw new Refusal(new RestFailure.TooManyOperations(operationsMax));
                }
                operations.add(operation(operations.size()));
            }
        }

        private Operation operation(int index) {
            var reader = new OperationReader(members, index);
            try {
                Operation operation = reader.read();
                if (operation.id() != null && !ids.add(operation.id())) {
                    throw Members.wrong("operations[" + index + "].id",
                            "Another operation has it too.");
                }
                return operation;
            } catch (Refusal refused) {
                throw new Refusal(new OperationFailure(index, reader.id(), refused.failure()));
            }
        }
    }

    private static Isolation isolation(String level) {
        return switch (level) {
            case "read committed" -> Isolation.READ_COMMITTED;
            case "repeatable read" -> Isolation.REPEATABLE_READ;
            case "serializable" -> Isolation.SERIALIZABLE;
            default -> throw new Refusal(new RestFailure.InvalidBatch("isolation",
                    "There is no such level.",
                    "There are read committed, repeatable read and serializable."));
        };
    }
}
