package dev.loam.app.command;

import dev.loam.app.cli.Cli;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.ProjectOptions;
import dev.loam.app.config.ConfigLoader;
import dev.loam.app.project.KeyFile;
import dev.loam.app.project.Keys;
import dev.loam.app.project.ProjectFolder;
import dev.loam.app.project.RunningLoam;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A life of Loam in a few seconds, from which the launcher has the JVM make its cache of classes:
/// `up` on a project that is made for it and `rest` on the same database, each asked what
/// servers are asked.
///
/// What cannot be done here (a machine without a PostgreSQL of ours) is left out, and missing in
/// the cache; so nothing is reported but to whoever reads the log.
public final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int SOCKET_MILLIS_MAX = 5_000;

    private static final String SCHEMA = """
            create table shelf (id int primary key, name text not null);
            create table book (id int primary key, shelf_id int not null references shelf,
                title text, pages int);
            create function longest() returns setof book language sql stable
                return (select book from book order by pages desc limit 1);
            insert into shelf values (1, 'one'), (2, 'two');
            insert into book select n, 1 + n % 2, 'title ' || n, n * 10
                from generate_series(1, 20) n;
            grant all on all tables in schema public to anon, service_role;
            """;

    private static final List<String> READS = List.of(
            "/shelf?id=eq.1", "/shelf?select=name,book(id,title)&order=name.desc",
            "/book?pages=gt.50&title=ilike.*1*&order=pages.desc,id&limit=5&offset=1",
            "/book?or=(id.eq.1,id.in.(2,3))&select=id,pages::text", "/rpc/longest", "/");

    private final Path dir;
    private final Cli cli = new Cli(new ProjectActions(), Console.system(), Map.of());

    private Rehearsal(Path dir) {
        this.dir = dir;
    }

    /// `arguments` is an empty folder that every user may enter.
    static void main(String[] arguments) throws IOException {
        new Rehearsal(Path.of(arguments[0])).run();
        // Whoever serves yet ends as told by a signal.
        System.exit(0);
    }

    private void run() throws IOException {
        cli.run("version");
        Files.writeString(dir.resolve("loam.toml"), """
                [server]
                port = 0
                admin-port = 0
                """);
        Path migrations = Files.createDirectories(dir.resolve("migrations"));
        Files.writeString(migrations.resolve("1_shelves.sql"), SCHEMA);
        var project = new ProjectFolder(dir);
        Thread up = begin("up", dir.toString());
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (up.isAlive() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
            Optional<RunningLoam> running = RunningLoam.of(project);
            if (running.isPresent()) {
                ask(options(project), URI.create(running.get().url()).getPort(), end);
                return;
            }
        }
    }

    private Thread begin(String... arguments) {
        return Thread.ofPlatform().daemon().start(() -> cli.run(arguments));
    }

    private static ProjectOptions options(ProjectFolder project) {
        var sources = new ConfigLoader.Sources(project.dir(), null, Map.of(), List.of());
        return new ProjectOptions(project, sources, ConfigLoader.load(sources));
    }

    private void ask(ProjectOptions options, int up, long end) throws IOException {
        Keys keys = KeyFile.keys(options.project(), options.config().rest().jwt());
        String key = keys.serviceKey().value();
        int rest = freePort();
        Path file = Files.writeString(dir.resolve("rest.conf"), """
                db-uri = "%s"
                db-anon-role = "anon"
                jwt-secret = "%s"
                server-host = "127.0.0.1"
                server-port = %d
                """.formatted(new ProjectActions().databaseUrl(options),
                        keys.jwtSecret().value(), rest));
        begin("rest", file.toString());
        while (!send(rest, "GET", READS.getFirst(), key, "") && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        ask(up, UpAction.PREFIX, key);
        ask(rest, "", key);
    }

    private static void ask(int port, String prefix, String key) {
        for (String read : READS) {
            send(port, "GET", prefix + read, key, "");
        }
        send(port, "POST", prefix + "/book", key, "{\"id\":100,\"shelf_id\":1,\"pages\":1}");
        send(port, "PATCH", prefix + "/book?id=eq.100", key, "{\"title\":\"new\"}");
        send(port, "DELETE", prefix + "/book?id=eq.100", key, "");
    }

    /// Whether the answer was a good one.
    private static boolean send(int port, String method, String path, String key, String body) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(SOCKET_MILLIS_MAX);
            socket.getOutputStream().write((method + " " + path + " HTTP/1.1\r\n"
                    + "Host: localhost\r\nConnection: close\r\n"
                    + "apikey: " + key + "\r\nAuthorization: Bearer " + key + "\r\n"
                    + "Prefer: return=representation\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 2");
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
