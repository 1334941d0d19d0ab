package dev.loam.kernel.version.mapping;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// A row that is being put together: values as they came, under the names they get.
final class Row {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final Map<String, Value> members = new LinkedHashMap<>();

    /// A value of a row: bytes of a text, or an object that is put together as well.
    private sealed interface Value {
    }

    private record Bytes(byte[] text, int start, int end) implements Value {
    }

    private record Parts(Map<String, Bytes> members) implements Value {
    }

    /// What came last under a name stays.
    void put(Place place, byte[] text, int start, int end) {
        var bytes = new Bytes(text, start, end);
        if (place.member() == null) {
            members.put(place.column(), bytes);
        } else if (members.get(place.column()) instanceof Parts parts) {
            parts.members().put(place.member(), bytes);
        } else {
            var parts = new Parts(new LinkedHashMap<>());
            parts.members().put(place.member(), bytes);
            members.put(place.column(), parts);
        }
    }

    void put(Place place, byte[] whole) {
        put(place, whole, 0, whole.length);
    }

    void putNull(Place place) {
        put(place, NULL);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    void write(ByteArrayOutputStream out) {
        char before = '{';
        for (Map.Entry<String, Value> member : members.entrySet()) {
            out.write(before);
            before = ',';
            name(member.getKey(), out);
            switch (member.getValue()) {
                case Bytes bytes -> out.write(
                        bytes.text(), bytes.start(), bytes.end() - bytes.start());
                case Parts parts -> write(parts.members(), out);
            }
        }
        if (before == '{') {
            out.write('{');
        }
        out.write('}');
    }

    private static void write(Map<String, Bytes> members, ByteArrayOutputStream out) {
        char before = '{';
        for (Map.Entry<String, Bytes> member : members.entrySet()) {
            out.write(before);
            before = ',';
            name(member.getKey(), out);
            var bytes = member.getValue();
            out.write(bytes.text(), bytes.start(), bytes.end() - bytes.start());
        }
        out.write('}');
    }

    private static void name(String name, ByteArrayOutputStream out) {
        out.writeBytes(JsonText.quoted(name));
        out.write(':');
    }
}
