package dev.loam.spec;

import dev.loam.fixture.CaseRun;
import dev.loam.fixture.RestServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The REST dialect over a schema that has one of everything: the files in
/// `src/test/resources/cases/rich`. Their answers were compared with those of PostgREST 12 run
/// beside Loam on the same database; where they differ, the documentation of a later release says
/// so. Writes end with `tx=rollback`, so that the cases do not disturb each other.
class RichCasesSpec {
    private static RestServer server;

    @BeforeAll
    static void start() {
        server = RestServer.start(
                CaseDatabase.rich().url("case_login"), CaseDatabase.RICH_SETTINGS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> reading() {
        return tests("fields", "casts", "jsonpaths", "filters", "orders", "ranges", "singular",
                "representing", "more");
    }

    @TestFactory
    Stream<DynamicTest> relations() {
        return tests("relations", "targets", "hints", "spreads", "aggregates");
    }

    @TestFactory
    Stream<DynamicTest> writing() {
        return tests("inserts", "upserts", "updates", "deletes", "triggers");
    }

    @TestFactory
    Stream<DynamicTest> functions() {
        return tests("calls", "handlers");
    }

    @TestFactory
    Stream<DynamicTest> requests() {
        return tests("preferring", "profiles", "options");
    }

    private static Stream<DynamicTest> tests(String... files) {
        return Stream.of(files).flatMap(file -> CaseRun.tests("rich/" + file + ".txt", server));
    }
}
