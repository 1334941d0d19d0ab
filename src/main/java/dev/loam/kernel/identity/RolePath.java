package dev.loam.kernel.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// Where in a token's claims the role is named.
///
/// Two notations lead here, told apart by their first character (see [RolePathParser]): JSON Path
/// as in RFC 9535, `$.roles[0]`, and PostgREST's older one, `.roles[0]`. Both come down to steps
/// that turn a list of values into another; the first value at the end is the role.
///
/// Pure and immutable. Bounds: each step visits each value of the claims at most once.
/// Source: PostgREST documentation, "JWT Role Extraction".
public final class RolePath {
    /// The claim `role`, PostgREST's default.
    public static final RolePath ROLE = parse("$.role");

    private final String text;
    private final List<Step> steps;

    private RolePath(String text, List<Step> steps) {
        this.text = text;
        this.steps = List.copyOf(steps);
    }

    /// Reads either notation.
    ///
    /// @throws IllegalArgumentException where the text is neither, saying at which character
    public static RolePath parse(String text) {
        return new RolePath(text, new RolePathParser(text).steps());
    }

    /// The first value at the path, or null when there is none.
    JsonNode first(JsonNode claims) {
        var found = List.of(claims);
        for (var step : steps) {
            var next = new ArrayList<JsonNode>();
            for (var value : found) {
                step.from(value, next);
            }
            found = next;
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RolePath path && path.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// One step of a path: what is reached from a value.
    sealed interface Step {
        void from(JsonNode value, List<JsonNode> reached);

        /// The member of an object.
        record Member(String name) implements Step {
            @Override
            public void from(JsonNode value, List<JsonNode> reached) {
                var member = value.isObject() ? value.get(name) : null;
                if (member != null) {
                    reached.add(member);
                }
            }
        }

        /// The element of an array; a negative index counts from the end.
        record Element(int index) implements Step {
            @Override
            public void from(JsonNode value, List<JsonNode> reached) {
                if (value.isArray()) {
                    int at = index < 0 ? value.size() + index : index;
                    if (at >= 0 && at < value.size()) {
                        reached.add(value.get(at));
                    }
                }
            }
        }

        /// Every member or element.
        record Every() implements Step {
            @Override
            public void from(JsonNode value, List<JsonNode> reached) {
                value.forEach(reached::add);
            }
        }

        /// A run of an array's elements, from inclusive, to exclusive; null for an open end.
        record Elements(Integer from, Integer to) implements Step {
            @Override
            public void from(JsonNode value, List<JsonNode> reached) {
                if (value.isArray()) {
                    for (int i = start(from, value.size()); i < end(to, value.size()); i++) {
                        reached.add(value.get(i));
                    }
                }
            }
        }

        /// A run of a string's characters, in the older notation.
        record Characters(Integer from, Integer to) implements Step {
            @Override
            public void from(JsonNode value, List<JsonNode> reached) {
                if (value.isString()) {
                    var string = value.asString();
                    int length = string.codePointCount(0, string.length());
                    int start = start(from, length);
                    int end = Math.max(start, end(to, length));
                    reached.add(StringNode.valueOf(string.substring(
                            string.offsetByCodePoints(0, start),
                            string.offsetByCodePoints(0, end))));
                }
            }
        }

        /// The members or elements that pass a test. The older notation takes the first only.
        record Matching(Predicate<JsonNode> test, boolean firstOnly) implements Step {
            @Override
            public void from(JsonNode value, List<JsonNode> reached) {
                for (var child : value) {
                    if (test.test(child)) {
                        reached.add(child);
                        if (firstOnly) {
                            return;
                        }
                    }
                }
            }
        }

        private static int start(Integer from, int length) {
            return from == null ? 0 : bounded(from, length);
        }

        private static int end(Integer to, int length) {
            return to == null ? length : bounded(to, length);
        }

        private static int bounded(int index, int length) {
            return Math.clamp(index < 0 ? (long) index + length : index, 0, length);
        }
    }
}
