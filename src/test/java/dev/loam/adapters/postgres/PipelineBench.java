package dev.loam.adapters.postgres;

import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// How many point reads a second one loop gets through [PostgresDatabase#run], beside pgbench with
/// the same two statements in one pipeline. Run it by hand; arguments: seconds, rounds, clients.
final class PipelineBench {
    private static final String SCRIPT = """
            do $$ begin create role bench_login login noinherit; create role bench_user nologin;
              grant bench_user to bench_login;
            exception when duplicate_object then null; end $$;
            create table thing (id int primary key, name text);
            insert into thing select g, 'thing number ' || g from generate_series(1, 10000) g;
            alter table thing enable row level security;
            create policy all_of_it on thing using (current_setting('request.jwt.claims') <> '');
            grant select on thing to bench_user;
            analyze thing""";
    private static final String CLAIMS =
            "{\"role\":\"bench_user\",\"sub\":\"0b0c8f0a-5d0b-4b1e-9d0a-2f3b4c5d6e7f\"}";
    private static final String READ = "select coalesce(json_agg(t), '[]')::text from "
            + "(select id, name from thing where id = ?) t";
    private static final String PGBENCH = """
            \\set id random(1, 10000)
            \\startpipeline
            select set_config('role', 'bench_user', true), \
            set_config('request.jwt.claims', '%s', true), \
            set_config('request.method', 'GET', true), \
            set_config('request.path', '/thing', true), \
            set_config('transaction_read_only', 'on', true);
            select coalesce(json_agg(t), '[]')::text from \
            (select id, name from thing where id = :id) t;
            \\endpipeline
            """;
    private static final Session SESSION = new Session("bench_user", List.of(
            new Setting("request.jwt.claims", CLAIMS), new Setting("request.method", "GET"),
            new Setting("request.path", "/thing")), Access.READ_ONLY, null, List.of());

    private PipelineBench() {
    }

    static void main(String[] arguments) throws IOException, InterruptedException {
        int seconds = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int clients = Integer.parseInt(arguments[2]);
        TestDatabase test = PostgresFixture.freshDatabase(SCRIPT);
        Path script = Files.createTempFile("pipeline", ".sql");
        Files.writeString(script, PGBENCH.formatted(CLAIMS));
        try (var database = new PostgresDatabase(PostgresConfig
                .fromUrl(test.url("bench_login")).withPool(clients, 10_000))) {
            loop(database, clients, seconds);
            for (int round = 0; round < rounds; round++) {
                double pgbench = pgbench(test, script, clients, seconds);
                double loam = loop(database, clients, seconds);
                IO.println("clients %d  pgbench %.0f/s  run %.0f/s  ratio %.2f"
                        .formatted(clients, pgbench, loam, loam / pgbench));
            }
        }
    }

    private static double loop(PostgresDatabase database, int clients, int seconds)
            throws InterruptedException {
        var count = new LongAdder();
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(seconds).toNanos();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int id = 1; System.nanoTime() < end; id = id % 10_000 + 1) {
                    Run run = Run.until(
                            Deadline.after(Duration.ofSeconds(10), System.nanoTime()));
                    Outcome outcome = database.run(
                            Sql.of(READ, Bind.of(Integer.toString(id))), SESSION, run);
                    if (!(outcome instanceof Rows rows) || rows.bytes(0, 0).length < 20) {
                        throw new IllegalStateException(outcome.toString());
                    }
                    count.increment();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return count.sum() * 1e9 / (System.nanoTime() - start);
    }

    private static double pgbench(TestDatabase test, Path script, int clients, int seconds)
            throws IOException {
        Process process = new ProcessBuilder("/usr/lib/postgresql/15/bin/pgbench", "-n", "-M",
                "prepared", "-c", "" + clients, "-T", "" + seconds, "-f", script.toString(), "-h",
                "127.0.0.1", "-p", "" + test.port(), "-U", "bench_login", test.name())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        return output.lines().filter(line -> line.startsWith("tps = "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[2])).findFirst()
                .orElseThrow(() -> new IllegalStateException(output));
    }
}
