package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp;
import dev.loam.spec.process.LoamProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Beginnings and ends of `loam up`, orderly and not.
class UpLifeSpec {
    private static final String SHOP = """
            create table item (id int primary key, name text not null);
            grant select, insert on item to anon;
            create function wait(seconds float) returns text language plpgsql volatile
                as $$ begin perform pg_sleep(seconds); return 'waited'; end $$;
            """;

    @TempDir
    private Path project;

    @Test
    void a_stop_lets_a_running_request_end() throws Exception {
        Projects.write(project, "migrations/1_shop.sql", SHOP);
        try (LoamProcess loam = LoamProcess.up(project, Map.of())) {
            String url = Projects.keys(project).get("DATABASE_URL");
            Future<RawHttp.Answer> running = CompletableFuture.supplyAsync(
                    () -> loam.http().get("/rest/v1/rpc/wait?seconds=2"));
            Waiting.until(() -> Programs.psql(url, "select count(*) from pg_stat_activity where "
                    + "query like '%wait%' and state = 'active' and usename = 'authenticator'")
                    .equals("1"), () -> "not running");
            Ended stop = LoamProcess.run(project, "stop");
            assertThat(stop).isEqualTo(
                    new Ended(0, "", "Stopped process " + loam.pid() + "\n"));
            assertThat(running.get().text()).isEqualTo("\"waited\"");
            assertThat(loam.exit()).isZero();
            assertThat(loam.allErr()).contains("Stopping …").doesNotContain("defect", "ERROR");
        }
        assertThat(LoamProcess.run(project, "status")).isEqualTo(
                new Ended(1, "No Loam serves " + project + "\n", ""));
        assertThat(LoamProcess.run(project, "stop").code()).isZero();
        assertThat(postgres(project)).isZero();
    }

    @Test
    void after_a_kill_the_database_ends_by_itself_and_the_next_start_has_everything() {
        Projects.write(project, "migrations/1_shop.sql", SHOP);
        Map<String, String> keys;
        long server;
        try (LoamProcess loam = LoamProcess.up(project, Map.of())) {
            keys = Projects.keys(project);
            server = postgres(project);
            assertThat(server).isPositive();
            insert(loam, 1);
            loam.signal("KILL");
            assertThat(loam.exit()).isEqualTo(137);
        }
        Waiting.until(() -> ProcessHandle.of(server).isEmpty(), () -> "the server lives on");
        try (LoamProcess loam = LoamProcess.up(project, Map.of())) {
            assertThat(loam.http().get("/rest/v1/item").text()).contains("\"id\":1");
            assertThat(Projects.keys(project).get("DATABASE_URL"))
                    .isEqualTo(keys.get("DATABASE_URL"));
            insert(loam, 2);
            loam.signal("KILL");
        }
        // At once this time: the old server may still be ending.
        long last;
        try (LoamProcess loam = LoamProcess.up(project, Map.of())) {
            assertThat(loam.http().get("/rest/v1/item").text()).contains("\"id\":1", "\"id\":2");
            last = postgres(project);
        }
        // It writes to the folder until its end.
        Waiting.until(() -> ProcessHandle.of(last).isEmpty(), () -> "the server lives on");
    }

    @Test
    void a_killed_database_comes_back_under_load_without_a_wrong_answer() throws Exception {
        Projects.write(project, "migrations/1_shop.sql", SHOP
                + "insert into item values (0, 'first');\n");
        try (LoamProcess loam = LoamProcess.up(project, Map.of())) {
            var load = new Load(loam);
            load.start();
            for (int kill = 1; kill <= 2; kill++) {
                load.awaitRight(20);
                LoamProcess.signal(postgres(project), "KILL");
                load.awaitRight(20);
            }
            load.stop();
            assertThat(load.wrong).as("answers neither right nor 503").hasValue(0);
            Waiting.until(() -> loam.http().get("/rest/v1/item?id=eq.0").status() == 200,
                    () -> "not back");
            // An insert answered 201 is there; one answered 503 may be there once or not at all.
            String all = loam.http().get("/rest/v1/item?select=id").text();
            load.created.forEach(id -> assertThat(all).contains("{\"id\":" + id + "}"));
            assertThat(loam.stop()).isZero();
        }
    }

    @Test
    void a_failing_migration_stops_the_start_and_leaves_the_database_as_it_was() {
        Projects.write(project, "migrations/1_shop.sql", SHOP);
        Projects.write(project, "migrations/2_bad.sql",
                "create table half (i int);\n\nselect nope from item;\n");
        Ended failed = LoamProcess.run(project, "up", "--port", "0", "--admin-port", "0");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err()).endsWith("""
                loam: migrations/2_bad.sql:3:8: ERROR: column "nope" does not exist (42703)
                    select nope from item;
                           ^
                Hint: Perhaps you meant to reference the column "item.name".
                Nothing of this file was kept.
                """);
        assertThat(postgres(project)).isZero();
        Ended status = LoamProcess.run(project, "migrate", "status");
        assertThat(status.out().lines().map(line -> line.replaceAll(" +\\(.*", "")))
                .containsExactly("applied       migrations/1_shop.sql",
                        "pending       migrations/2_bad.sql");
        Projects.write(project, "migrations/2_bad.sql", "create table half (i int);\n");
        Ended up = LoamProcess.run(project, "migrate", "up");
        assertThat(up.out()).isEqualTo("applied migrations/2_bad.sql\n");
    }

    @Test
    void a_new_migration_can_be_made_and_applied_while_it_runs() throws IOException {
        try (LoamProcess loam = LoamProcess.up(project, Map.of())) {
            Ended made = LoamProcess.run(project, "migrate", "new", "add_shop");
            Path file = project.resolve(made.out().strip());
            assertThat(file.getFileName().toString()).matches("\\d{14}_add_shop\\.sql");
            Files.writeString(file, SHOP);
            assertThat(LoamProcess.run(project, "migrate", "up").out())
                    .isEqualTo("applied migrations/" + file.getFileName() + "\n");
            Waiting.until(() -> loam.http().get("/rest/v1/item").status() == 200,
                    () -> "no table yet");
            assertThat(LoamProcess.run(project, "migrate", "new", "a/b").code()).isEqualTo(2);
        }
    }

    @Test
    void a_reset_asks_first_and_the_next_start_begins_anew() {
        Projects.write(project, "migrations/1_shop.sql", SHOP);
        Map<String, String> keys;
        try (LoamProcess loam = LoamProcess.up(project, Map.of())) {
            keys = Projects.keys(project);
            insert(loam, 1);
            loam.stop();
        }
        Ended kept = LoamProcess.runWith("n\n", project, Map.of(), "reset");
        assertThat(kept.code()).isEqualTo(1);
        assertThat(kept.err()).contains("[y/N]", "Nothing was deleted");
        assertThat(LoamProcess.runWith("y\n", project, Map.of(), "reset").code()).isZero();
        assertThat(project.resolve(".loam/postgres")).doesNotExist();
        try (LoamProcess loam = LoamProcess.up(project, Map.of())) {
            assertThat(loam.http().get("/rest/v1/item").text()).isEqualTo("[]");
            assertThat(Projects.keys(project).get("ANON_KEY")).isEqualTo(keys.get("ANON_KEY"));
            assertThat(Programs.psql(Projects.keys(project).get("DATABASE_URL"), "select 1"))
                    .isEqualTo("1");
        }
    }

    /// Readers and a writer at once, which count what they get.
    private static final class Load {
        private final LoamProcess loam;
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger right = new AtomicInteger();
        private final AtomicInteger wrong = new AtomicInteger();
        private final Queue<Integer> created = new ConcurrentLinkedQueue<>();
        private final CountDownLatch ended = new CountDownLatch(3);

        Load(LoamProcess loam) {
            this.loam = loam;
        }

        void start() {
            for (int reader = 0; reader < 2; reader++) {
                Thread.ofVirtual().start(() -> repeat(ignored -> {
                    RawHttp.Answer answer = loam.http().get("/rest/v1/item?id=eq.0");
                    judge(answer, answer.status() == 200
                            && answer.text().equals("[{\"id\":0,\"name\":\"first\"}]"));
                }));
            }
            Thread.ofVirtual().start(() -> repeat(number -> {
                RawHttp.Answer answer = insert(loam, number);
                judge(answer, answer.status() == 201);
                if (answer.status() == 201) {
                    created.add(number);
                }
            }));
        }

        private void repeat(IntConsumer request) {
            try {
                for (int number = 1; !over.get(); number++) {
                    request.accept(number);
                }
            } catch (UncheckedIOException cut) {
                wrong.incrementAndGet();
            } finally {
                ended.countDown();
            }
        }

        private void judge(RawHttp.Answer answer, boolean isRight) {
            if (isRight) {
                right.incrementAndGet();
            } else if (answer.status() != 503) {
                System.err.println(answer.status() + " " + answer.text());
                wrong.incrementAndGet();
            }
        }

        void awaitRight(int more) {
            int wanted = right.get() + more;
            Waiting.until(() -> right.get() >= wanted,
                    () -> right + " right answers, " + wrong + " wrong");
        }

        void stop() throws InterruptedException {
            over.set(true);
            ended.await();
        }
    }

    private static RawHttp.Answer insert(LoamProcess loam, int id) {
        return loam.http().send("POST", "/rest/v1/item", List.<String[]>of(
                new String[] {"Content-Type", "application/json"}),
                ("{\"id\":" + id + ",\"name\":\"n\"}").getBytes());
    }

    /// The process of the project's server, 0 when there is none.
    private static long postgres(Path project) {
        try {
            Path note = project.resolve(".loam/postgres/postmaster.pid");
            long pid = Files.exists(note)
                    ? Long.parseLong(Files.readAllLines(note).getFirst().strip()) : 0;
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) ? pid : 0;
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
