package dev.loam.spec;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The schema that the cases run against, in a fresh database or as a script.
final class CaseDatabase {
    /// What the rich schema is served with.
    static final Map<String, String> RICH_SETTINGS = Map.of(
                "PGRST_DB_SCHEMAS", "api,v2,Weird Schema",
                "PGRST_DB_EXTRA_SEARCH_PATH", "public,ext",
                "PGRST_DB_AGGREGATES_ENABLED", "true",
                "PGRST_APP_SETTINGS_HELLO", "world");

    private CaseDatabase() {
    }

    static TestDatabase fresh() {
        return PostgresFixture.freshDatabase(script());
    }

    /// With one more script of the cases behind it.
    static TestDatabase fresh(String more) {
        return PostgresFixture.freshDatabase(script() + text(more));
    }

    /// A schema that has one of everything, for the cases in `rich`.
    static TestDatabase rich() {
        return PostgresFixture.freshDatabase(text("rich/schema.sql") + text("rich/rows.sql"));
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
