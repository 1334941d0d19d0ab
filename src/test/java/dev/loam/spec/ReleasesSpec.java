package dev.loam.spec;

import dev.loam.fixture.CaseRun;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// The same cases on the oldest release of PostgreSQL that is served and on those up to 18, which
/// [RestCasesSpec] runs on.
class ReleasesSpec {
    private PostgresProcess postgres;
    private RestServer server;
    private RestServer batchServer;
    private RestServer nestedServer;

    @AfterEach
    void stop() {
        server.close();
        batchServer.close();
        nestedServer.close();
        postgres.close();
    }

    @TestFactory
    Stream<DynamicNode> release_14() {
        return cases("14");
    }

    @TestFactory
    Stream<DynamicNode> release_16() {
        return cases("16");
    }

    @TestFactory
    Stream<DynamicNode> release_17() {
        return cases("17");
    }

    private Stream<DynamicNode> cases(String major) {
        postgres = PostgresProcess.start(PostgresPrograms.release(major));
        var database = new TestDatabase(postgres.port(), "postgres");
        database.execute(CaseDatabase.script());
        server = RestServer.start(database.url("case_login"), Map.of());
        database.execute("create database batches");
        var batches = new TestDatabase(postgres.port(), "batches");
        batches.execute(CaseDatabase.text("batch.sql"));
        batchServer = BatchSpec.serve(batches, Map.of());
        database.execute("create database nested");
        var nested = new TestDatabase(postgres.port(), "nested");
        nested.execute(CaseDatabase.text("nested.sql"));
        nestedServer = RestServer.start(nested.url("case_login"), Map.of());
        return Stream.concat(
                Stream.of("reading.txt", "embedding.txt", "writing.txt", "functions.txt",
                                "representations.txt", "transactions.txt")
                        .map(file -> container(file, server)),
                Stream.of(container("batch.txt", batchServer),
                        container("nested.txt", nestedServer)));
    }

    private static DynamicNode container(String file, RestServer server) {
        return DynamicContainer.dynamicContainer(file, CaseRun.tests(file, server));
    }
}
