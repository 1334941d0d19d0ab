package dev.loam.modules.rest.ask;

import dev.loam.kernel.validation.BodyCheck;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What a JSON body is made of, found in one pass without building it: the bytes themselves go to
/// the database as they came.
///
/// `keys` are those of the object, or of all objects of the array, in order of first appearance.
/// `uniform` says that every element of the array is an object with the same keys.
record JsonBody(Kind kind, List<String> keys, int rows, boolean uniform) {
    enum Kind { OBJECT, ARRAY, OTHER }

    /// Reads bodies nested no deeper than a bound.
    static final class Reader {
        private final BoundedJson json;

        Reader(int depthMax) {
            json = new BoundedJson(depthMax);
        }

        /// Fails: 400 PGRST102 for what is no JSON, or nested too deep.
        JsonBody read(byte[] body) {
            return read(body, Place.START, null);
        }

        /// The same for a stretch of a body that begins at some place of it, while `check`, which
        /// may be null, looks at its rows.
        JsonBody read(byte[] body, Place begin, BodyCheck check) {
            return json.read(body, begin, parser -> value(parser, check));
        }

        /// Null for what is no JSON.
        ///
        /// Fails: 400 PGRST102 for what is nested too deep.
        JsonBody readOrNull(byte[] body, BodyCheck check) {
            return json.read(body, Place.START, parser -> value(parser, check), _ -> null);
        }

        private static JsonBody value(JsonParser parser, BodyCheck check) {
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(parser, check);
                case START_ARRAY -> new Elements(check).read(parser);
                default -> new JsonBody(Kind.OTHER, List.of(), 1, false);
            };
        }

        private static JsonBody object(JsonParser parser, BodyCheck check) {
            Set<String> keys = new LinkedHashSet<>();
            if (check != null) {
                check.begin();
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                keys.add(key);
                member(key, parser, check);
            }
            if (check != null) {
                check.end(false);
            }
            return new JsonBody(Kind.OBJECT, List.copyOf(keys), 1, true);
        }

        private static void member(String key, JsonParser parser, BodyCheck check) {
            parser.nextToken();
            if (check == null) {
                parser.skipChildren();
            } else {
                check.member(key, parser);
            }
        }
    }

    /// The elements of an array, compared with its first one while they are read.
    private static final class Elements {
        private final Set<String> keys = new LinkedHashSet<>();
        private List<String> first;
        private final BodyCheck check;
        private int rows;
        private boolean uniform = true;

        Elements(BodyCheck check) {
            this.check = check;
        }

        JsonBody read(JsonParser parser) {
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                rows++;
                if (token == JsonToken.START_OBJECT) {
                    element(parser);
                } else {
                    uniform = false;
                    parser.skipChildren();
                }
            }
            return new JsonBody(Kind.ARRAY, List.copyOf(keys), rows, uniform);
        }

        /// Keys mostly come in the order of the first object: then nothing is allocated.
        private void element(JsonParser parser) {
            int inOrder = 0;
            Set<String> others = null;
            if (check != null) {
                check.begin();
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                if (first == null) {
                    keys.add(key);
                } else if (others == null && inOrder < first.size()
                        && first.get(inOrder).equals(key)) {
                    inOrder++;
                } else {
                    if (others == null) {
                        others = new HashSet<>(first.subList(0, inOrder));
                    }
                    others.add(key);
                }
                Reader.member(key, parser, check);
            }
            if (check != null) {
                check.end(true);
            }
            if (first == null) {
                first = new ArrayList<>(keys);
            } else if (others != null) {
                uniform &= others.size() == first.size() && others.containsAll(first);
                keys.addAll(others);
            } else {
                uniform &= inOrder == first.size();
            }
        }
    }
}
