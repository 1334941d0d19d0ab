package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.CuttingProxy;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.Suite;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections, Loam and PostgreSQL die at random while clients send writes again and again under
/// their keys: each effect is there exactly once, and every answer to it is the same.
@Tag(Suite.FAULTS)
class KeyedWritesFaultsSpec {
    private static final Duration USUAL = Duration.ofSeconds(4);
    private static final Duration WORK_MAX = Duration.ofSeconds(1);
    private static final Duration CONTROL = Duration.ofSeconds(20);

    @TempDir
    private static Path project;
    private static PostgresProcess postgres;
    private static TestDatabase tables;
    private static CuttingProxy toPostgres;
    private static CuttingProxy toLoam;
    private static LoamProcess loam;

    @BeforeAll
    static void start() {
        // A server that dies loses nothing that it said was committed, even so.
        postgres = PostgresProcess.start(PostgresPrograms.bundled(),
                "synchronous_commit = on", "restart_after_crash = off");
        new TestDatabase(postgres.port(), "postgres").execute("create database kept");
        tables = new TestDatabase(postgres.port(), "kept");
        toPostgres = CuttingProxy.start(postgres.port());
        startLoam("--bootstrap");
        toLoam = CuttingProxy.start(loam.port());
        tables.execute(KeyedClients.TABLES);
        loam.signal("USR1");
        awaitTables();
    }

    private static void awaitTables() {
        long end = System.nanoTime() + CONTROL.toNanos();
        while (loam.http().get("/rest/v1/effects?limit=1", "Authorization",
                "Bearer " + Tokens.of("service_role", null)).status() != 200) {
            assertThat(System.nanoTime() - end).isNegative();
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static void startLoam(String... more) {
        loam = LoamProcess.up(project, Map.of(
                "LOAM_DATABASE_URL", "postgres://postgres@127.0.0.1:" + toPostgres.port()
                        + "/kept",
                "LOAM_JWT_SECRET", Tokens.SECRET, "LOAM_AUTH_ENABLED", "false",
                "LOAM_REALTIME_ENABLED", "false", "LOAM_CACHE_ENABLED", "false",
                "LOAM_IDEMPOTENCY_WAIT", "2s"), more);
    }

    @AfterAll
    static void stop() {
        loam.close();
        toLoam.close();
        toPostgres.close();
        postgres.close();
    }

    @Test
    void each_effect_is_there_once_and_has_one_answer() throws Exception {
        long seed = Suite.seed();
        System.out.println("faults: -Dseed=" + seed);
        var clients = new KeyedClients(toLoam.port());
        clients.start(seed, "k");
        int faults = faults(new Random(seed), clients, Suite.time(USUAL));
        clients.end();
        System.out.println("faults: " + faults + ", keys: " + clients.written());

        assertThat(clients.violations(tables)).as("seed %d", seed).isEmpty();
        assertThat(clients.written()).isPositive();
    }

    /// Each kind of fault at least once.
    private static int faults(Random random, KeyedClients clients, Duration time)
            throws Exception {
        long end = System.nanoTime() + time.toNanos();
        int faults = 0;
        for (int at = 0; System.nanoTime() - end < 0 || at < 12; at++) {
            letWork(random, clients);
            switch (at == 4 ? 17 : at == 8 ? 16 : random.nextInt(at < 12 ? 16 : 18)) {
                case 17 -> killLoam();
                case 16 -> {
                    postgres.crash();
                    postgres.start();
                }
                case 0, 1, 2, 3, 4, 5, 6, 7 -> toPostgres.cut();
                default -> toLoam.cut();
            }
            faults++;
        }
        return faults;
    }

    /// Until some more keys are written, so that the next fault finds work under way; but no
    /// longer than a while, for a fault that comes before the last is overcome is one as well.
    private static void letWork(Random random, KeyedClients clients) {
        int enough = clients.written() + random.nextInt(20);
        long end = System.nanoTime() + WORK_MAX.toNanos();
        do {
            LockSupport.parkNanos(random.nextLong(1_000_000, 20_000_000));
        } while (clients.written() < enough && System.nanoTime() - end < 0);
    }

    private static void killLoam() {
        loam.close();
        startLoam();
        toLoam.leadTo(loam.port());
    }

    /// The same with a key that is kept in a transaction of its own.
    @Test
    void a_key_kept_apart_from_its_effect_is_found_out() throws Exception {
        List<String> right = List.of("claim_answer(bytea,bigint,bigint)",
                "keep_answer(bytea,bytea,bytea)").stream().map(name -> tables.value(
                        "select pg_get_functiondef('loam." + name + "'::regprocedure)")).toList();
        tables.execute(apart());
        try {
            var random = new Random(7);
            long end = System.nanoTime() + CONTROL.toNanos();
            List<String> found = List.of();
            for (int round = 0; found.isEmpty() && System.nanoTime() - end < 0; round++) {
                var clients = new KeyedClients(toLoam.port());
                clients.start(round, "control" + round + "-");
                for (int cut = 0; cut < 6; cut++) {
                    LockSupport.parkNanos(random.nextLong(20_000_000, 100_000_000));
                    toPostgres.cut();
                }
                clients.end();
                found = clients.violations(tables);
            }
            assertThat(found).isNotEmpty();
        } finally {
            right.forEach(tables::execute);
            tables.execute("truncate public.effects; update public.accounts set balance = 1000");
        }
    }

    private static String apart() {
        return """
                create extension if not exists dblink;
                create or replace function loam.claim_answer(
                    claimed bytea, lifetime_seconds bigint, wait_millis bigint)
                    returns table (request bytea, answer bytea, log_position text)
                language sql security definer as $$
                    select * from loam.kept_answer(claimed)
                $$;
                create or replace function loam.keep_answer(
                    claimed bytea, asked bytea, answered bytea) returns void
                language plpgsql security definer as $$
                begin
                    perform public.dblink_exec(
                        'host=127.0.0.1 port=%d dbname=kept user=postgres', format(
                            'insert into loam.kept_answers values (%%L, %%L, %%L, now() + ''1h'')'
                            ' on conflict do nothing', claimed, asked, answered));
                    perform pg_sleep(0.01);
                end
                $$;
                """.formatted(postgres.port());
    }
}
