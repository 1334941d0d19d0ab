package dev.loam.spec.process;

import dev.loam.fixture.RawHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One run of the launcher. It never outlives this JVM's orderly end, and is killed by [#close()].
final class LoamProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final Process process;
    private final Lines out;
    private final Lines err;
    private final Thread ender;

    /// What a run came to.
    record Ended(int code, String out, String err) {
    }

    private LoamProcess(Process process) {
        this.process = process;
        this.out = new Lines(process.inputReader());
        this.err = new Lines(process.errorReader());
        this.ender = Thread.ofPlatform().unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ender);
    }

    static LoamProcess start(Path dir, Map<String, String> environment, String... arguments) {
        return startFrom(Installation.launcher(), dir, environment, arguments);
    }

    static LoamProcess startFrom(
            Path launcher, Path dir, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(dir.toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.matches("(LOAM|PGRST)_.*|PG[A-Z]+|CI"));
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        // Starts sooner, and many of them fit on one machine.
        variables.put("LOAM_JAVA_OPTS",
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -XX:AOTMode=off");
        variables.putAll(environment);
        try {
            return new LoamProcess(builder.start());
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /// Starts `up` on free ports and waits until it says where.
    static LoamProcess up(Path project, Map<String, String> environment, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("up", "--port", "0", "--admin-port", "0"));
        arguments.addAll(List.of(more));
        LoamProcess loam = start(project, environment, arguments.toArray(String[]::new));
        loam.err("  Stop       .*");
        return loam;
    }

    /// Runs to the end, with nothing to read.
    static Ended run(Path dir, Map<String, String> environment, String... arguments) {
        return runWith("", dir, environment, arguments);
    }

    static Ended run(Path dir, String... arguments) {
        return run(dir, Map.of(), arguments);
    }

    /// Runs to the end, with this to read.
    static Ended runWith(
            String input, Path dir, Map<String, String> environment, String... arguments) {
        try (LoamProcess loam = start(dir, environment, arguments)) {
            loam.read(input);
            int code = loam.exit();
            return new Ended(code, loam.out.all(), loam.err.all());
        }
    }

    private void read(String input) {
        try (var in = process.outputWriter()) {
            in.write(input);
        } catch (IOException wrong) {
            // Who has ended already reads nothing.
            if (process.isAlive()) {
                throw new UncheckedIOException(wrong);
            }
        }
    }

    /// Waits for a line on stderr that matches whole; lines already waited for do not count again.
    Matcher err(String regex) {
        return err.await(regex);
    }

    /// What stands on stderr by now; all of it once the process has ended.
    String allErr() {
        return process.isAlive() ? err.seen() : err.all();
    }

    /// The port of the API, as the banner names it.
    int port() {
        return find("  REST       http://127\\.0\\.0\\.1:(\\d+)/rest/v1/.*");
    }

    int adminPort() {
        return find("  Admin      http://127\\.0\\.0\\.1:(\\d+)/ready");
    }

    private int find(String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(err.seen());
        if (!matcher.find()) {
            throw new AssertionError("not in the banner: " + regex + "\n" + err.seen());
        }
        return Integer.parseInt(matcher.group(1));
    }

    RawHttp http() {
        return new RawHttp(port());
    }

    long pid() {
        return process.pid();
    }

    void signal(String name) {
        signal(process.pid(), name);
    }

    /// To any process, by the number.
    static void signal(long pid, String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .inheritIO().start().waitFor();
            if (code != 0) {
                throw new AssertionError("no process " + pid);
            }
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        } catch (InterruptedException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /// Waits for the end, and answers the exit code.
    int exit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still runs:\n" + err.seen());
            }
            return process.exitValue();
        } catch (InterruptedException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /// Stops it as Ctrl-C does, and waits.
    int stop() {
        // By its handle: `Process#destroy` also closes the streams, and what is unread with them.
        process.toHandle().destroy();
        return exit();
    }

    /// Stops it, and tells what it came to.
    Ended end() {
        process.toHandle().destroy();
        return ended();
    }

    /// Waits for the end, and tells what it came to.
    Ended ended() {
        return new Ended(exit(), out.all(), err.all());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(ender);
        exit();
    }

    /// The lines of one stream, read as they come so that the process never blocks.
    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private int next;
        private boolean ended;

        Lines(BufferedReader reader) {
            Thread.ofVirtual().start(() -> {
                try (reader) {
                    reader.lines().forEach(this::add);
                } catch (UncheckedIOException | IOException _) {
                    // A killed process ends its stream in any way.
                } finally {
                    end();
                }
            });
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized Matcher await(String regex) {
            Pattern pattern = Pattern.compile(regex);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                while (next < lines.size()) {
                    Matcher matcher = pattern.matcher(lines.get(next++));
                    if (matcher.matches()) {
                        return matcher;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError(
                            "no line " + regex + " among:\n" + String.join("\n", lines));
                }
                pause(left);
            }
        }

        private void pause(long millis) {
            try {
                wait(millis);
            } catch (InterruptedException wrong) {
                throw new IllegalStateException(wrong);
            }
        }

        /// Everything, once the stream has ended.
        synchronized String all() {
            long end = System.nanoTime() + PATIENCE.toNanos();
            for (long left = PATIENCE.toMillis(); !ended && left > 0;
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                pause(left);
            }
            return seen();
        }

        synchronized String seen() {
            return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        }
    }
}
