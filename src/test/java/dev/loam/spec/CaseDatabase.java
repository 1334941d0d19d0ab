package dev.loam.spec;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The schema that the cases run against, in a fresh database or as a script.
final class CaseDatabase {
    private CaseDatabase() {
    }

    static TestDatabase fresh() {
        return PostgresFixture.freshDatabase(script());
    }

    static String script() {
        return text("schema.sql") + text("representations.sql");
    }

    /// A file beside the cases.
    static String text(String name) {
        try (InputStream in = CaseDatabase.class.getResourceAsStream("/cases/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
