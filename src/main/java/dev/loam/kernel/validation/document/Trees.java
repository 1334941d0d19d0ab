package dev.loam.kernel.validation.document;

import dev.loam.kernel.validation.value.Decimals;
import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes trees of what a parser reads. It is the parser that bounds how deep they are.
public final class Trees {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Trees() {
    }

    /// The value that the parser stands at; leaves it at the value's last token.
    public static JsonNode read(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static ObjectNode object(JsonParser parser) {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, read(parser));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(parser));
        }
        return array;
    }

    /// A number with more digits than it is cheap to calculate with counts as the largest there is.
    private static JsonNode number(String text) {
        BigDecimal number = Decimals.bounded(text);
        if (number == null) {
            return NODES.numberNode(text.startsWith("-") ? -Double.MAX_VALUE : Double.MAX_VALUE);
        }
        if (number.scale() == 0 && number.precision() <= 18) {
            return NODES.numberNode(number.longValue());
        }
        return NODES.numberNode(number);
    }
}
