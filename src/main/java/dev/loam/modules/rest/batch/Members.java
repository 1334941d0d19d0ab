package dev.loam.modules.rest.batch;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.catalog.Names;
import dev.loam.modules.rest.failure.RestFailure;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads the members of JSON objects whose names are known, and says which one is wrong.
final class Members {
    private static final double LIKENESS_MIN = 0.6;

    private final JsonParser parser;
    private final byte[] bytes;

    /// The parser reads these bytes.
    Members(JsonParser parser, byte[] bytes) {
        this.parser = parser;
        this.bytes = bytes;
    }

    JsonParser parser() {
        return parser;
    }

    /// Has each member of the object at hand taken, at most once. `place` stands before its name.
    void each(String place, List<String> known, Consumer<String> take) {
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (!known.contains(name)) {
                throw new Refusal(new RestFailure.InvalidBatch(
                        place + name, "There is no such member.", right(name, known)));
            }
            if (!seen.add(name)) {
                throw wrong(place + name, "It is there twice.");
            }
            parser.nextToken();
            take.accept(name);
        }
    }

    private static String right(String name, List<String> known) {
        return Names.nearest(name, known, LIKENESS_MIN)
                .map(nearest -> "Perhaps you meant " + nearest + ".")
                .orElse("There are " + String.join(", ", known) + ".");
    }

    String text(String where) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(where, "It has to be a string.");
        }
        return parser.getString();
    }

    boolean truth(String where) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrong(where, "It has to be true or false.");
        };
    }

    /// The bytes of the value at hand, as they came.
    byte[] raw(String where) {
        long from = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        long to = parser.currentLocation().getByteOffset();
        if (from < 0 || to < from) {
            throw wrong(where, "A batch has to be UTF-8.");
        }
        return Arrays.copyOfRange(bytes, (int) from, (int) to);
    }

    static Refusal wrong(String where, String found) {
        return new Refusal(new RestFailure.InvalidBatch(where, found, null));
    }
}
