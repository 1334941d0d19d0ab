package dev.loam.adapters.postgres.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The SQL files that lie beside this package's code.
final class Resources {
    private Resources() {
    }

    static SqlScript script(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            return SqlScript.parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
