package dev.loam.kernel.validation;

import dev.loam.kernel.validation.check.ReadCheck;
import dev.loam.kernel.validation.document.DocumentSchema;
import dev.loam.kernel.validation.value.Decimals;
import dev.loam.kernel.validation.value.Kind;
import dev.loam.kernel.validation.value.Special;
import dev.loam.kernel.validation.value.ValueType;
import dev.loam.kernel.validation.value.Wrong;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// One column of a table, or parameter of a function, as values for it are read.
///
/// `place` is that of its values in a row. `notNull` where null is refused, `defaulted` where
/// something takes the place of a value that is not given, `generated` where none may be given.
/// `kept` where a check of the whole row needs the values. `elements` is the type of an array's
/// elements, null for any other type; `checks` are those of its domains; `schema` is one for its
/// documents, null for none.
record Field(
        String name, int place, ValueType type, ValueType elements, boolean notNull,
        boolean defaulted, boolean generated, boolean kept, List<ReadCheck> checks,
        DocumentSchema schema) {
    /// What is wrong with one element.
    record Within(int index, Wrong wrong) {
    }

    /// A document that is not as its schema has it.
    record Against(List<DocumentSchema.Finding> findings) {
    }

    /// The value that the parser stands at, also made a tree for a schema: of the row, or its own.
    Object read(JsonParser parser, boolean binary, JsonNode tree) {
        if (schema != null && isJson() && !tree.isNull()) {
            List<DocumentSchema.Finding> findings = schema.findings(tree);
            if (!findings.isEmpty()) {
                return new Against(findings);
            }
        }
        if (!tree.isContainer()) {
            return read(parser, binary);
        }
        return elements != null ? tree.isArray() ? Special.UNSURE : notArray()
                : contained(tree.isArray());
    }

    /// The value that the parser stands at: as checks see it, [Wrong], or [Within]. Leaves the
    /// parser at the value's last token. With `binary` PostgreSQL takes the body apart as jsonb.
    Object read(JsonParser parser, boolean binary) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case VALUE_NULL -> Special.NULL;
            case START_OBJECT, START_ARRAY -> container(parser, token, binary);
            case VALUE_STRING -> isJson() ? kind("string")
                    : elements != null ? Special.UNSURE : string(parser);
            default -> isJson() ? kind(token.isNumeric() ? "number" : "boolean")
                    : elements != null ? notArray()
                    : scalar(type, parser, token, binary, kept || !checks.isEmpty());
        };
    }

    private boolean isJson() {
        return type.kind() == Kind.JSON;
    }

    private Object kind(String name) {
        return kept || !checks.isEmpty() ? name : Special.UNSURE;
    }

    private Object string(JsonParser parser) {
        boolean needless = type.reader() == null || type.digitsSafe() == Integer.MAX_VALUE
                && !kept && checks.isEmpty();
        return needless ? Special.UNSURE : read(parser.getString());
    }

    /// A text, as CSV and forms have them.
    Object read(String text) {
        return isJson() || elements != null || type.reader() == null ? Special.UNSURE
                : type.reader().read(text);
    }

    private Object container(JsonParser parser, JsonToken token, boolean binary) {
        if (elements != null && token == JsonToken.START_ARRAY) {
            return array(parser, binary);
        }
        parser.skipChildren();
        return elements != null ? notArray() : contained(token == JsonToken.START_ARRAY);
    }

    /// Types read an array or object as its text, which some of them never take.
    private Object contained(boolean array) {
        String name = array ? "array" : "object";
        return isJson() ? kind(name) : type.takesBrackets() ? Special.UNSURE
                : new Wrong("22P02", "invalid input syntax for type " + type.name() + ": an "
                        + name + " of JSON");
    }

    private static Wrong notArray() {
        return new Wrong("22P02", "expected JSON array");
    }

    /// The first element that is wrong counts. Arrays in arrays are left to PostgreSQL.
    private Object array(JsonParser parser, boolean binary) {
        Object result = Special.UNSURE;
        int index = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY;
                token = parser.nextToken(), index++) {
            if (token.isStructStart()) {
                parser.skipChildren();
            } else if (result == Special.UNSURE && token != JsonToken.VALUE_NULL) {
                Object value = token == JsonToken.VALUE_STRING
                        ? elements.reader().read(parser.getString())
                        : scalar(elements, parser, token, binary, false);
                result = value instanceof Wrong wrong ? new Within(index, wrong) : result;
            }
        }
        return result;
    }

    /// A number or truth value, which the type reads as text.
    private static Object scalar(
            ValueType type, JsonParser parser, JsonToken token, boolean binary, boolean needed) {
        if (type.reader() == null || !needed && token == JsonToken.VALUE_NUMBER_INT
                && parser.getStringLength() <= type.digitsSafe()) {
            return Special.UNSURE;
        }
        String text = parser.getString();
        if (binary && token.isNumeric()) {
            // jsonb keeps the number, not its spelling.
            BigDecimal number = Decimals.bounded(text);
            return number == null ? Special.UNSURE : type.reader().read(number.toPlainString());
        }
        return type.reader().read(text);
    }

    /// The name of a check of its domains that a value breaks, null for none.
    String broken(Object value) {
        for (ReadCheck check : checks) {
            if (check.broken(new Object[] {value})) {
                return check.name();
            }
        }
        return null;
    }
}
