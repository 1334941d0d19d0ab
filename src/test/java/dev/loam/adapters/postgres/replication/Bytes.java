package dev.loam.adapters.postgres.replication;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Messages of `pgoutput`, made by hand.
final class Bytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    Bytes(char kind) {
        letter(kind);
    }

    /// Writes to memory, which does not fail.
    private interface Write {
        void run() throws IOException;
    }

    private Bytes add(Write write) {
        try {
            write.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Bytes letter(char letter) {
        return int8(letter);
    }

    Bytes int8(int number) {
        return add(() -> out.writeByte(number));
    }

    Bytes int16(int number) {
        return add(() -> out.writeShort(number));
    }

    Bytes int32(int number) {
        return add(() -> out.writeInt(number));
    }

    Bytes int64(long number) {
        return add(() -> out.writeLong(number));
    }

    Bytes text(String text) {
        return add(() -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.writeByte(0);
        });
    }

    /// A value with its length in front.
    Bytes value(String value) {
        return add(() -> {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            out.writeInt(utf8.length);
            out.write(utf8);
        });
    }

    /// A row: null for NULL, `?` for a value that is unchanged.
    Bytes row(String... cells) {
        int16(cells.length);
        for (String cell : cells) {
            if (cell == null) {
                letter('n');
            } else if (cell.equals("?")) {
                letter('u');
            } else {
                letter('t').value(cell);
            }
        }
        return this;
    }

    byte[] array() {
        return bytes.toByteArray();
    }
}
