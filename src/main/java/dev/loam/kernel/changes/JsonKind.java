package dev.loam.kernel.changes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// How the text of a type becomes JSON.
///
/// The numbers are object ids of PostgreSQL's own types, which are the same in every release.
/// Source: PostgreSQL's catalog `pg_type`.
sealed interface JsonKind {
    JsonKind TEXT = new Text();
    Map<Long, JsonKind> KINDS = Map.ofEntries(
            Map.entry(16L, new Bool()),
            Map.entry(20L, new Plain()), Map.entry(21L, new Plain()), Map.entry(23L, new Plain()),
            Map.entry(700L, new Number()), Map.entry(701L, new Number()),
            Map.entry(1700L, new Number()),
            Map.entry(114L, new Plain()), Map.entry(3802L, new Plain()),
            Map.entry(1114L, new Timestamp()), Map.entry(1184L, new Timestamp()),
            Map.entry(22L, new Vector(new Plain())), Map.entry(30L, new Vector(TEXT)));
    /// Arrays, with the ids of their elements.
    Map<Long, Long> ARRAYS = Map.ofEntries(
            Map.entry(1000L, 16L), Map.entry(1016L, 20L), Map.entry(1005L, 21L),
            Map.entry(1007L, 23L), Map.entry(1021L, 700L), Map.entry(1022L, 701L),
            Map.entry(1231L, 1700L), Map.entry(199L, 114L), Map.entry(3807L, 3802L),
            Map.entry(1115L, 1114L), Map.entry(1185L, 1184L), Map.entry(1006L, 22L),
            Map.entry(1013L, 30L));
    long ARRAY_OF_BOX = 1020;

    void write(byte[] text, ByteArrayOutputStream out);

    /// `name` is that of `format_type`, which tells arrays of types that are not built in.
    static JsonKind of(long type, String name) {
        if (type == ARRAY_OF_BOX) {
            return new ArrayOf(TEXT, ';');
        }
        Long element = ARRAYS.get(type);
        if (element != null) {
            return new ArrayOf(KINDS.get(element), ',');
        }
        JsonKind kind = KINDS.get(type);
        if (kind != null) {
            return kind;
        }
        return name.endsWith("[]") ? new ArrayOf(TEXT, ',') : TEXT;
    }

    record Text() implements JsonKind {
        @Override
        public void write(byte[] text, ByteArrayOutputStream out) {
            JsonText.string(text, out);
        }
    }

    /// JSON already.
    record Plain() implements JsonKind {
        @Override
        public void write(byte[] text, ByteArrayOutputStream out) {
            out.writeBytes(text);
        }
    }

    record Bool() implements JsonKind {
        private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

        @Override
        public void write(byte[] text, ByteArrayOutputStream out) {
            out.writeBytes(text[0] == 't' ? TRUE : FALSE);
        }
    }

    /// May be `NaN` or infinite, for which JSON has no number.
    record Number() implements JsonKind {
        @Override
        public void write(byte[] text, ByteArrayOutputStream out) {
            byte last = text[text.length - 1];
            if (last >= '0' && last <= '9') {
                out.writeBytes(text);
            } else {
                JsonText.string(text, out);
            }
        }
    }

    /// `2026-01-02 03:04:05+00` becomes `2026-01-02T03:04:05+00:00`; `infinity` stays, and so does
    /// the ` BC` behind.
    record Timestamp() implements JsonKind {
        @Override
        public void write(byte[] text, ByteArrayOutputStream out) {
            int blank = indexOf(text, ' ');
            if (blank < 0) {
                JsonText.string(text, out);
                return;
            }
            int end = text[text.length - 1] == 'C' ? text.length - 3 : text.length;
            out.write('"');
            out.write(text, 0, blank);
            out.write('T');
            out.write(text, blank + 1, end - blank - 1);
            if (text[end - 3] == '+' || text[end - 3] == '-') {
                out.writeBytes(new byte[] {':', '0', '0'});
            }
            out.write(text, end, text.length - end);
            out.write('"');
        }

        private static int indexOf(byte[] text, char wanted) {
            for (int i = 0; i < text.length; i++) {
                if (text[i] == wanted) {
                    return i;
                }
            }
            return -1;
        }
    }

    /// Elements with blanks between them: the old form of `int2vector` and `oidvector`.
    record Vector(JsonKind element) implements JsonKind {
        @Override
        public void write(byte[] text, ByteArrayOutputStream out) {
            out.write('[');
            int from = 0;
            for (int i = 0; i <= text.length; i++) {
                if (i == text.length || text[i] == ' ') {
                    if (i > from) {
                        element.write(Arrays.copyOfRange(text, from, i), out);
                    }
                    if (i < text.length) {
                        out.write(',');
                    }
                    from = i + 1;
                }
            }
            out.write(']');
        }
    }

    /// `{1,NULL,"a \"b\""}`, nested where there is more than one dimension; `[2:3]=` before it
    /// where its first index is not 1, which JSON cannot say.
    ///
    /// Source: PostgreSQL manual, "Array Input and Output Syntax".
    record ArrayOf(JsonKind element, char delimiter) implements JsonKind {
        @Override
        public void write(byte[] text, ByteArrayOutputStream out) {
            int i = 0;
            if (text[0] == '[') {
                while (text[i] != '=') {
                    i++;
                }
                i++;
            }
            while (i < text.length) {
                byte b = text[i];
                if (b == '{') {
                    out.write('[');
                    i++;
                } else if (b == '}') {
                    out.write(']');
                    i++;
                } else if (b == delimiter) {
                    out.write(',');
                    i++;
                } else if (b == '"') {
                    i = quoted(text, i + 1, out);
                } else {
                    i = bare(text, i, out);
                }
            }
        }

        private int quoted(byte[] text, int from, ByteArrayOutputStream out) {
            var value = new byte[text.length - from];
            int length = 0;
            int i = from;
            while (text[i] != '"') {
                if (text[i] == '\\') {
                    i++;
                }
                value[length++] = text[i++];
            }
            element.write(Arrays.copyOf(value, length), out);
            return i + 1;
        }

        private int bare(byte[] text, int from, ByteArrayOutputStream out) {
            int i = from;
            while (text[i] != delimiter && text[i] != '}') {
                i++;
            }
            if (isNull(text, from, i)) {
                JsonText.nothing(out);
            } else {
                element.write(Arrays.copyOfRange(text, from, i), out);
            }
            return i;
        }

        private static boolean isNull(byte[] text, int from, int to) {
            return to - from == 4 && text[from] == 'N' && text[from + 1] == 'U'
                    && text[from + 2] == 'L' && text[from + 3] == 'L';
        }
    }
}
