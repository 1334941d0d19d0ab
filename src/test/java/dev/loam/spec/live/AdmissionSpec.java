package dev.loam.spec.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who gets a place and who is sent away, with one place and a line for one.
final class AdmissionSpec {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
    private static final TestDatabase DATABASE = PostgresFixture.freshDatabase();
    private static LiveServer server;

    @BeforeAll
    static void start(@TempDir Path dir) {
        LiveServer.prepare(DATABASE, """
                create function public.held(n int) returns int volatile language plpgsql as $$
                begin perform pg_advisory_xact_lock_shared(n); return n; end $$;
                create table public.kept (id int primary key);
                insert into public.kept values (1);
                grant select on public.kept to anon;
                """);
        server = LiveServer.start(dir, DATABASE.url(), Map.of(
                "LOAM_DATABASE_POOL_SIZE", "4", "LOAM_LOAD_LIMIT_MIN", "1",
                "LOAM_LOAD_LIMIT_MAX", "1", "LOAM_LOAD_QUEUE_MAX", "1"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void oneWaitsTheNextIsSentAwayAndServicesGoFirst() throws SQLException {
        CompletableFuture<RawHttp.Answer> first;
        CompletableFuture<RawHttp.Answer> second;
        CompletableFuture<RawHttp.Answer> service;
        try (Connection owner = DATABASE.connect(); Statement lock = owner.createStatement()) {
            lock.execute("select pg_advisory_lock(1)");
            first = call("/rest/v1/rpc/held", 1);
            LiveServer.until(() -> server.figure("loam_load_in_flight") == 1);
            second = call("/rest/v1/rpc/held", 2);
            LiveServer.until(() -> server.figure("loam_load_queued") == 1);
            service = call("/rest/v1/rpc/held", 2, "Authorization",
                    "Bearer " + Tokens.of("service_role", null));
            RawHttp.Answer crowded = second.join();
            assertThat(crowded.status()).isEqualTo(503);
            assertThat(crowded.text()).contains("\"code\":\"LOAM-LOAD-001\"");
            assertThat(crowded.header("Retry-After")).matches("[1-4]");
            RawHttp.Answer late = call("/rest/v1/rpc/held", 2).join();
            assertThat(late.status()).isEqualTo(503);
        }
        assertThat(first.join().status()).isEqualTo(200);
        assertThat(service.join().status()).isEqualTo(200);
        assertThat(server.metrics()).containsPattern(
                "loam_load_shed_total\\{priority=\"anonymous\",reason=\"crowded_out\"} 2");
        assertThat(server.figure("loam_load_in_flight")).isZero();
    }

    @Test
    void aWriteUnderAKeyWaitsForItsTurnAlsoWhereItIsOnlyLookedUp() throws SQLException {
        String[] key = {"Idempotency-Key", "\"turn\""};
        String service = "Bearer " + Tokens.of("service_role", null);
        CompletableFuture<RawHttp.Answer> keyed;
        try (Connection owner = DATABASE.connect(); Statement lock = owner.createStatement()) {
            lock.execute("select pg_advisory_lock(4)");
            CompletableFuture<RawHttp.Answer> first = call("/rest/v1/rpc/held", 4);
            LiveServer.until(() -> server.figure("loam_load_in_flight") == 1);
            keyed = call("/rest/v1/rpc/held", 5, key);
            LiveServer.until(() -> server.figure("loam_load_queued") == 1);
            lock.execute("select pg_advisory_unlock(4)");
            assertThat(first.join().status()).isEqualTo(200);
            assertThat(keyed.join().status()).isEqualTo(200);

            lock.execute("select pg_advisory_lock(4)");
            first = call("/rest/v1/rpc/held", 4);
            LiveServer.until(() -> server.figure("loam_load_in_flight") == 1);
            CompletableFuture<RawHttp.Answer> unknown = call("/rest/v1/rpc/gone", 5, key);
            LiveServer.until(() -> server.figure("loam_load_queued") == 1);
            CompletableFuture<RawHttp.Answer> before =
                    call("/rest/v1/rpc/held", 5, "Authorization", service);
            assertThat(unknown.join().text()).contains("LOAM-LOAD-001");
            lock.execute("select pg_advisory_unlock(4)");
            assertThat(first.join().status()).isEqualTo(200);
            assertThat(before.join().status()).isEqualTo(200);
        }
        LiveServer.until(() -> server.figure("loam_load_in_flight") == 0);
    }

    @Test
    void aKeptAnswerWaitsForNobody() throws SQLException {
        LiveServer.until(AdmissionSpec::hit);
        try (Connection owner = DATABASE.connect(); Statement lock = owner.createStatement()) {
            lock.execute("select pg_advisory_lock(3)");
            CompletableFuture<RawHttp.Answer> first = call("/rest/v1/rpc/held", 3);
            LiveServer.until(() -> server.figure("loam_load_in_flight") == 1);
            assertThat(hit()).isTrue();
            lock.execute("select pg_advisory_unlock(3)");
            assertThat(first.join().status()).isEqualTo(200);
        }
    }

    private static boolean hit() {
        String how = server.get("/rest/v1/kept?select=id").header("Cache-Status");
        return how != null && how.startsWith("loam; hit");
    }

    private static CompletableFuture<RawHttp.Answer> call(
            String path, int number, String... header) {
        List<String[]> headers = header.length == 0
                ? List.<String[]>of(new String[] {"Content-Type", "application/json"})
                : List.of(new String[] {"Content-Type", "application/json"}, header);
        return CompletableFuture.supplyAsync(() -> new RawHttp(server.port()).send("POST", path,
                headers, ("{\"n\":" + number + "}").getBytes()), THREADS);
    }
}
