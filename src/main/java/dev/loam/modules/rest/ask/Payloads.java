package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.MergePatch;
import dev.loam.kernel.validation.BodyCheck;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads request bodies: JSON, CSV and forms; for functions also plain text, XML and bytes.
///
/// Source: PostgREST documentation, "Request Body", "Bulk Insert", "Functions with a single unnamed
/// parameter".
public final class Payloads {
    static final String JSON = "application/json";
    static final String CSV = "text/csv";
    static final String LINES = "application/x-ndjson";
    static final String FORM = "application/x-www-form-urlencoded";

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String JSON_PATCH = "application/json-patch+json";

    /// Which keys the objects of an array have: all the same, any, or whichever,
    /// since the request names those that count.
    enum Keys { SAME, ANY, GIVEN }

    private final JsonBody.Reader json;

    /// `depthMax` bounds the nesting of JSON bodies.
    public Payloads(int depthMax) {
        json = new JsonBody.Reader(depthMax);
    }

    /// The rows of a write.
    ///
    /// Fails: 400 PGRST102.
    Asked.Payload rows(HttpRequest request, Keys keys) {
        return rows(request, keys, null);
    }

    /// The same while `check`, which may be null, looks at the rows. Of an [Upload] only the first
    /// ones have been looked at then.
    ///
    /// Fails: 422 LOAM-VALIDATION-001 beside.
    Asked.Payload rows(HttpRequest request, Keys keys, BodyCheck check) {
        if (request.body() instanceof Upload upload) {
            return upload.first(parts(contentType(request), upload.window(), keys != Keys.SAME,
                    new Size(Parts.BYTES, Parts.ROWS), check), check);
        }
        String type = contentType(request);
        byte[] body = request.body().bytes();
        Asked.Payload rows = switch (type) {
            case JSON -> jsonRows(body, keys, check);
            case LINES -> lines(request, body, keys != Keys.SAME, check);
            case MERGE_PATCH -> patch(request, body, check);
            case JSON_PATCH -> operations(request, body, keys);
            case CSV -> CsvBody.whole(body, check);
            case FORM -> formRow(body, check);
            default -> throw unacceptable(type);
        };
        requireSound(check);
        return rows;
    }

    private static void requireSound(BodyCheck check) {
        if (check != null) {
            check.violations().requireNone();
        }
    }

    /// When a part of a body is full.
    record Size(int bytes, int rows) {
    }

    /// A body of one of the types that rows come in, in parts of a size. `check` may be null.
    Parts parts(String type, Window window, boolean columnsGiven, Size full, BodyCheck check) {
        return switch (type) {
            case JSON -> new JsonParts(window, new RowArrays(json, columnsGiven, check),
                    full.bytes(), full.rows());
            case LINES -> new LineParts(window, new RowArrays(json, columnsGiven, check),
                    full.bytes(), full.rows());
            case CSV -> new CsvParts(window, new CsvBody(check), full.bytes(), full.rows());
            default -> throw unacceptable(type);
        };
    }

    /// New rows only: what there is of others is one row.
    private Asked.Payload lines(
            HttpRequest request, byte[] body, boolean columnsGiven, BodyCheck check) {
        if (!request.method().equals("POST")) {
            throw unacceptable(LINES);
        }
        return parts(LINES, Window.of(body), columnsGiven,
                new Size(Integer.MAX_VALUE, Integer.MAX_VALUE), check).next();
    }

    /// The arguments of a call by POST. An empty JSON body is a call without arguments.
    ///
    /// Fails: 400 PGRST102.
    public Asked.Arguments arguments(HttpRequest request, List<String> columns) {
        return arguments(request, columns, null);
    }

    /// The same while `check`, which may be null, looks at them.
    ///
    /// Fails: 422 LOAM-VALIDATION-001 beside.
    Asked.Arguments arguments(HttpRequest request, List<String> columns, BodyCheck check) {
        Asked.Arguments arguments = read(request, columns, check);
        requireSound(check);
        return arguments;
    }

    private Asked.Arguments read(HttpRequest request, List<String> columns, BodyCheck check) {
        String type = contentType(request);
        byte[] body = request.body().bytes();
        return switch (type) {
            case JSON -> jsonArguments(body, columns, check);
            case CSV -> {
                Asked.Payload.Json rows = CsvBody.whole(body, check);
                yield new Asked.Arguments.Json(
                        rows.utf8(), rows.array(), rows.keys(), false);
            }
            case FORM -> {
                Map<String, List<String>> fields = form(body);
                look(fields, check);
                yield new Asked.Arguments.Named(fields, Map.of(), Map.of());
            }
            case "text/plain" -> new Asked.Arguments.Whole(body, "text", null);
            case "text/xml" -> new Asked.Arguments.Whole(body, "xml", null);
            case "application/octet-stream" -> new Asked.Arguments.Whole(body, "bytea", null);
            default -> throw unacceptable(type);
        };
    }

    /// The objects of a merge patch, whose `rows` have been read, by the columns they change; none
    /// for any other body.
    ///
    /// Fails: 400 PGRST102.
    public Map<String, MergePatch.Members> merges(HttpRequest request, Asked.Payload rows) {
        return contentType(request).equals(MERGE_PATCH) && rows instanceof Asked.Payload.Json json
                ? MergePatches.of(json.utf8()) : Map.of();
    }

    static boolean merges(HttpRequest request) {
        return contentType(request).equals(MERGE_PATCH);
    }

    /// One object, which means nothing but a change.
    private Asked.Payload patch(HttpRequest request, byte[] body, BodyCheck check) {
        if (!request.method().equals("PATCH")) {
            throw unacceptable(MERGE_PATCH);
        }
        JsonBody found = json.read(body, Place.START, check);
        if (found.kind() != JsonBody.Kind.OBJECT) {
            throw new Refusal(RestFailure.InvalidBody.json("A merge patch has to be an object."));
        }
        return new Asked.Payload.Json(body, false, found.keys(), 1);
    }

    private Asked.Payload operations(HttpRequest request, byte[] body, Keys keys) {
        if (!request.method().equals("PATCH")) {
            throw unacceptable(JSON_PATCH);
        }
        if (keys == Keys.GIVEN) {
            throw new Refusal(new RestFailure.InvalidBody(
                    "The columns parameter has no meaning for a JSON Patch", null));
        }
        if (json.read(body).kind() != JsonBody.Kind.ARRAY) {
            throw new Refusal(RestFailure.InvalidBody.json(
                    "A JSON Patch has to be an array of operations."));
        }
        return new Asked.Payload.Patch(JsonPatches.of(body));
    }

    private Asked.Payload jsonRows(byte[] body, Keys keys, BodyCheck check) {
        JsonBody found = keys == Keys.GIVEN ? json.readOrNull(body, check)
                : json.read(body, Place.START, check);
        if (found == null) {
            // With the columns known PostgreSQL reads it, and says what is wrong.
            return new Asked.Payload.Json(body, true, List.of(), 1);
        }
        if (found.kind() == JsonBody.Kind.OTHER) {
            throw new Refusal(RestFailure.InvalidBody.json(
                    "The body has to be an object or an array of objects."));
        }
        boolean array = found.kind() == JsonBody.Kind.ARRAY;
        if (array && !found.uniform() && keys == Keys.SAME) {
            throw new Refusal(RestFailure.InvalidBody.KEYS_DIFFER);
        }
        return new Asked.Payload.Json(body, array, found.keys(), found.rows());
    }

    private Asked.Arguments jsonArguments(
            byte[] body, List<String> columns, BodyCheck check) {
        if (body.length == 0) {
            return new Asked.Arguments.Json(body, false, List.of(), true);
        }
        JsonBody found = json.read(body, Place.START, check);
        boolean array = found.kind() == JsonBody.Kind.ARRAY;
        if (array && !found.uniform() && found.keys().isEmpty()) {
            return new Asked.Arguments.Whole(body, "json", RestFailure.InvalidBody.KEYS_DIFFER);
        }
        if (array && !found.uniform() && columns == null) {
            throw new Refusal(RestFailure.InvalidBody.KEYS_DIFFER);
        }
        return new Asked.Arguments.Json(
                body, array, columns == null ? found.keys() : columns, true);
    }

    private static void look(Map<String, List<String>> fields, BodyCheck check) {
        if (check != null) {
            check.begin();
            fields.forEach((name, values) -> check.text(name, values.getLast()));
            check.end(false);
        }
    }

    private static Asked.Payload formRow(byte[] body, BodyCheck check) {
        Map<String, List<String>> fields = form(body);
        look(fields, check);
        var object = new StringBuilder(body.length + 32).append('{');
        fields.forEach((name, values) -> {
            if (object.length() > 1) {
                object.append(',');
            }
            JsonText.quote(name, object);
            object.append(':');
            JsonText.quote(values.getLast(), object);
        });
        byte[] utf8 = object.append('}').toString().getBytes(StandardCharsets.UTF_8);
        return new Asked.Payload.Json(utf8, false, List.copyOf(fields.keySet()), 1);
    }

    private static Map<String, List<String>> form(byte[] body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String pair : new String(body, StandardCharsets.ISO_8859_1).split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            fields.computeIfAbsent(Percent.decodeForm(name, "form"), _ -> new ArrayList<>())
                    .add(Percent.decodeForm(value, "form"));
        }
        return fields;
    }

    /// The media type of the body, without parameters and in lower case; JSON where none is named.
    public static String contentType(HttpRequest request) {
        return contentType(request.header("Content-Type"));
    }

    /// The media type that a `Content-Type` names, JSON for null.
    public static String contentType(String field) {
        if (field == null || field.isBlank()) {
            return JSON;
        }
        int parameters = field.indexOf(';');
        String type = parameters < 0 ? field : field.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    private static Refusal unacceptable(String type) {
        return new Refusal(new RestFailure.InvalidBody(
                "Content-Type not acceptable: " + type, null));
    }
}
