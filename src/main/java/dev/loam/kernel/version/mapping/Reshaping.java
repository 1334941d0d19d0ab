package dev.loam.kernel.version.mapping;

import dev.loam.base.failure.Refusal;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.function.Function;

/// How rows of one form become rows of another, in one direction.
///
/// @param version whose names refusals speak of
/// @param rules by the name of a member; those without one stay as they are
/// @param others whether members without a rule stay
/// @param missing values of members that are not there in the end
/// @param embedded finds what becomes of rows within rows by their member's name; null for none
record Reshaping(
        String version, Map<String, Rule> rules, boolean others, Map<String, byte[]> missing,
        Function<String, Embedded> embedded) {
    private static final int DEPTH_MAX = 50;

    /// Rows within rows: the name their member gets, and how they change.
    record Embedded(String name, Reshaping rows) {
    }

    /// One value, be it a row, an array of rows or anything else; what is no row stays.
    void value(byte[] text, int start, int end, ByteArrayOutputStream out) {
        value(text, start, end, out, 0);
    }

    /// All values of a text that has one, or one a line.
    byte[] all(byte[] text) {
        var out = new ByteArrayOutputStream(text.length + text.length / 8 + 64);
        int at = 0;
        while (true) {
            int start = JsonText.skipSpace(text, at, text.length);
            out.write(text, at, start - at);
            if (start == text.length) {
                return out.toByteArray();
            }
            at = JsonText.behind(text, start, text.length);
            value(text, start, at, out);
        }
    }

    private void value(byte[] text, int start, int end, ByteArrayOutputStream out, int depth) {
        if (depth > DEPTH_MAX) {
            throw new Refusal(new MappingFailure.Unusable(version, "a row",
                    "Rows stand in rows more than " + DEPTH_MAX + " deep."));
        }
        if (text[start] == '{') {
            row(text, start, end, depth).write(out);
        } else if (text[start] == '[') {
            rows(text, start, end, out, depth);
        } else {
            out.write(text, start, end - start);
        }
    }

    /// What stands between the elements stays: line breaks, above all.
    private void rows(byte[] text, int start, int end, ByteArrayOutputStream out, int depth) {
        int copied = start;
        int at = JsonText.skipSpace(text, start + 1, end);
        while (at < end - 1) {
            int behind = JsonText.behind(text, at, end);
            if (text[at] == '{') {
                out.write(text, copied, at - copied);
                row(text, at, behind, depth).write(out);
                copied = behind;
            }
            at = JsonText.skipSpace(text, behind, end);
            if (at < end - 1) {
                if (text[at] != ',') {
                    throw new JsonText.Broken();
                }
                at = JsonText.skipSpace(text, at + 1, end);
            }
        }
        out.write(text, copied, end - copied);
    }

    private Row row(byte[] text, int start, int end, int depth) {
        var row = new Row();
        members(text, start, end, (name, from, to) -> {
            Embedded inner = embedded == null ? null : embedded.apply(name);
            if (inner != null && (text[from] == '{' || text[from] == '[' || text[from] == 'n')) {
                var out = new ByteArrayOutputStream(to - from + 64);
                inner.rows().value(text, from, to, out, depth + 1);
                row.put(new Place(inner.name(), null), out.toByteArray());
            } else {
                member(row, name, text, from, to);
            }
        });
        missing.forEach((name, value) -> {
            if (!row.has(name)) {
                row.put(new Place(name, null), value);
            }
        });
        return row;
    }

    private void member(Row row, String name, byte[] text, int from, int to) {
        switch (rules.get(name)) {
            case null -> {
                if (others) {
                    row.put(new Place(name, null), text, from, to);
                }
            }
            case Rule.To moved -> row.put(moved.place(), text, from, to);
            case Rule.Apart apart -> apart(row, name, apart, text, from, to);
            case Rule.Leave _ -> { }
            case Rule.Refuse refuse -> throw new Refusal(refuse.use() == null
                    ? new MappingFailure.Unknown(version, name)
                    : new MappingFailure.Unusable(version, name, refuse.use()));
        }
    }

    private void apart(Row row, String name, Rule.Apart apart, byte[] text, int from, int to) {
        if (text[from] != '{') {
            if (text[from] != 'n') {
                throw new Refusal(new MappingFailure.Unusable(
                        version, name, "It is an object or null."));
            }
            apart.places().values().forEach(row::putNull);
            return;
        }
        if (apart.rest() != Rule.Rest.REFUSED) {
            // What is shown was a column of its own, and so is there even where it has no value.
            apart.places().values().forEach(row::putNull);
        }
        members(text, from, to, (member, start, end) -> {
            Place place = apart.places().get(member);
            if (place != null) {
                row.put(place, text, start, end);
            } else if (apart.rest() == Rule.Rest.STAYS) {
                row.put(new Place(name, member), text, start, end);
            } else if (apart.rest() == Rule.Rest.REFUSED) {
                throw new Refusal(new MappingFailure.Unknown(version, name + "->" + member));
            }
        });
    }

    private interface Visitor {
        void member(String name, int from, int to);
    }

    private static void members(byte[] text, int start, int end, Visitor visitor) {
        int at = JsonText.skipSpace(text, start + 1, end);
        while (at < end - 1) {
            int behindName = JsonText.behindString(text, at, end);
            int colon = JsonText.skipSpace(text, behindName, end);
            if (colon >= end || text[colon] != ':') {
                throw new JsonText.Broken();
            }
            int from = JsonText.skipSpace(text, colon + 1, end);
            int to = JsonText.behind(text, from, end);
            visitor.member(JsonText.string(text, at, behindName), from, to);
            at = JsonText.skipSpace(text, to, end);
            if (at < end - 1) {
                if (text[at] != ',') {
                    throw new JsonText.Broken();
                }
                at = JsonText.skipSpace(text, at + 1, end);
            }
        }
    }
}
