package dev.loam.spec;

import dev.loam.fixture.CaseRun;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Writes of rows with related rows in them.
class NestedWritesSpec {
    private static TestDatabase database;
    private static RestServer server;

    @BeforeAll
    static void start() {
        database = PostgresFixture.freshDatabase(CaseDatabase.text("nested.sql"));
        server = RestServer.start(database.url("case_login"), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> cases() {
        return CaseRun.tests("nested.txt", server);
    }
}
