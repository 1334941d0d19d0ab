package dev.loam.spec;

import dev.loam.fixture.CaseRun;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The REST dialect, request by request: the files in `src/test/resources/cases`.
class RestCasesSpec {
    private static RestServer server;

    @BeforeAll
    static void start() {
        TestDatabase database = CaseDatabase.fresh();
        server = RestServer.start(database.url("case_login"), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> reading() {
        return tests("reading.txt");
    }

    @TestFactory
    Stream<DynamicTest> embedding() {
        return tests("embedding.txt");
    }

    @TestFactory
    Stream<DynamicTest> writing() {
        return tests("writing.txt");
    }

    @TestFactory
    Stream<DynamicTest> functions() {
        return tests("functions.txt");
    }

    @TestFactory
    Stream<DynamicTest> representations() {
        return tests("representations.txt");
    }

    @TestFactory
    Stream<DynamicTest> transactions() {
        return tests("transactions.txt");
    }

    private static Stream<DynamicTest> tests(String file) {
        return CaseRun.tests(file, server);
    }
}
