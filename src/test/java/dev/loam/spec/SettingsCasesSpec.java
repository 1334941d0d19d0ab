package dev.loam.spec;

import dev.loam.fixture.CaseRun;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The REST dialect where settings change it: each file of cases with a server of its own.
class SettingsCasesSpec {
    @TestFactory
    Stream<DynamicTest> execution_plans() {
        return tests("plans.txt", Map.of("PGRST_DB_PLAN_ENABLED", "true"));
    }

    @TestFactory
    Stream<DynamicTest> timings_and_traces() {
        return tests("timings.txt", Map.of("PGRST_SERVER_TIMING_ENABLED", "true",
                "PGRST_SERVER_TRACE_HEADER", "X-Trace"));
    }

    @TestFactory
    Stream<DynamicTest> preferences() {
        return tests("preferences.txt", Map.of());
    }

    @TestFactory
    Stream<DynamicTest> schemas() {
        return tests("schemas.txt", Map.of("PGRST_DB_EXTRA_SEARCH_PATH", "ex \"tra, public",
                "PGRST_APP_SETTINGS_SECRET_WORD", "open sesame"));
    }

    @TestFactory
    Stream<DynamicTest> prerequest() {
        return tests("prerequest.txt", Map.of("PGRST_DB_PRE_REQUEST", "hidden.before",
                "PGRST_DB_SCHEMAS", "api", "PGRST_DB_PLAN_ENABLED", "true"));
    }

    @TestFactory
    Stream<DynamicTest> media_types() {
        return tests("media.txt", Map.of("PGRST_DB_PLAN_ENABLED", "true"));
    }

    @TestFactory
    Stream<DynamicTest> tokens() {
        return tests("tokens.txt", Map.of());
    }

    @TestFactory
    Stream<DynamicTest> tokens_for_an_audience() {
        return tests("audience.txt", Map.of("PGRST_JWT_AUD", "(us|them)-\\d+"));
    }

    @TestFactory
    Stream<DynamicTest> tokens_with_the_role_elsewhere() {
        return tests("rolepath.txt", Map.of("PGRST_JWT_ROLE_CLAIM_KEY",
                ".realm.roles[?(@ ^== \"app:\")][4:]"));
    }

    @TestFactory
    Stream<DynamicTest> nobody_anonymous() {
        return tests("noanonymous.txt", Map.of("PGRST_DB_ANON_ROLE", ""));
    }

    @TestFactory
    Stream<DynamicTest> no_secret() {
        return tests("nosecret.txt", Map.of("PGRST_JWT_SECRET", ""));
    }

    @TestFactory
    Stream<DynamicTest> only_aliases() {
        return tests("targetnames.txt", Map.of("PGRST_URL_USE_LEGACY_TARGET_NAMES", "false"));
    }

    @TestFactory
    Stream<DynamicTest> beyond_the_original() {
        return tests("beyond.txt", Map.of());
    }

    @TestFactory
    Stream<DynamicTest> json_patch() {
        return tests("jsonpatch.txt", Map.of());
    }

    private static Stream<DynamicTest> tests(String file, Map<String, String> settings) {
        TestDatabase database = PostgresFixture.freshDatabase(
                script("schema.sql") + script("settings.sql"));
        var server = RestServer.start(database.url("case_login"), settings);
        // Called when the last test has run.
        return CaseRun.tests(file, server).onClose(server::close);
    }

    private static String script(String name) {
        try (InputStream in = SettingsCasesSpec.class.getResourceAsStream("/cases/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
