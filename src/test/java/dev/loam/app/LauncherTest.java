package dev.loam.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `loam`, run as a process among JDKs and a Maven that are small scripts themselves.
class LauncherTest {
    private static final List<String> TOOLS = List.of("sh", "cat", "chmod", "cp", "dirname",
            "find", "flock", "head", "id", "mkdir", "mktemp", "mv", "readlink", "rm", "sed",
            "sleep", "tail", "touch", "uname");

    /// Stands for a JVM: prints who it is and what it was given.
    private static final String JAVA = """
            #!/bin/sh
            printf '%s\\n' "java of $0" "$@"
            """;

    @TempDir
    private Path dir;

    private Path tools;
    private final Map<String, String> environment = new HashMap<>();

    /// What a run of the launcher came to.
    private record Ended(int code, String out, String err) {
    }

    @BeforeEach
    void make_a_world_without_java() throws IOException {
        tools = Files.createDirectory(dir.resolve("tools"));
        for (String tool : TOOLS) {
            for (String folder : List.of("/usr/bin", "/bin")) {
                Path real = Path.of(folder, tool);
                if (Files.exists(real)) {
                    script(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
                }
            }
        }
        environment.put("PATH", tools.toString());
        environment.put("HOME", dir.toString());
        environment.put("LOAM_JDK_DIRS", dir.resolve("jdks").toString());
    }

    @Test
    void java_home_comes_first() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 25).toString());
        onPath(jdk("path", 25));

        assertThat(run(release("loam"), "version").out())
                .startsWith("java of " + dir.resolve("home/bin/java"));
    }

    @Test
    void a_java_home_of_another_version_is_passed_over() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 17).toString());
        onPath(jdk("path", 25));

        assertThat(run(release("loam"), "version").out())
                .startsWith("java of " + dir.resolve("path/bin/java"));
    }

    @Test
    void then_the_usual_folders_are_searched() throws Exception {
        onPath(jdk("path", 17));
        jdk("jdks/a 21", 21);
        jdk("jdks/b 25", 25);
        environment.put("LOAM_JDK_DIRS", dir.resolve("none") + ":" + dir.resolve("jdks"));

        assertThat(run(release("loam"), "version").out())
                .startsWith("java of " + dir.resolve("jdks/b 25/bin/java"));
    }

    @Test
    void a_java_without_a_release_file_is_asked_itself() throws Exception {
        Path home = jdk("home", 25);
        Files.delete(home.resolve("release"));
        script(home.resolve("bin/java"), """
                #!/bin/sh
                case $1 in
                  -version) echo 'openjdk version "25.0.3" 2026-04-21' >&2 ;;
                  *) echo asked ;;
                esac
                """);
        environment.put("JAVA_HOME", home.toString());

        assertThat(run(release("loam"), "version").out()).isEqualTo("asked\n");
    }

    @Test
    void without_a_jdk_there_is_a_sentence() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 24).toString());

        Ended ended = run(release("loam"), "version");

        assertThat(ended).isEqualTo(new Ended(1, "", "loam: Loam needs a JDK 25 and found none. "
                + "Install one (Temurin: https://adoptium.net) or set JAVA_HOME to its folder.\n"));
    }

    @Test
    void a_clone_needs_a_compiler() throws Exception {
        Path home = jdk("home", 25);
        Files.delete(home.resolve("bin/javac"));
        environment.put("JAVA_HOME", home.toString());

        assertThat(run(clone("loam"), "version").code()).isEqualTo(1);
        assertThat(run(release("released"), "version").code()).isZero();
    }

    @Test
    void arguments_arrive_as_they_were_given() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 25).toString());
        String[] arguments = {"psql", "", "a b", "it's \"$HOME\"", "*", "--x=\\", "-c"};

        Ended ended = run(release("loam"), arguments);

        assertThat(ended.out().lines().toList()).endsWith(arguments);
    }

    @Test
    void it_finds_its_folder_through_links_and_odd_names() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 25).toString());
        Path script = release("a $dir with 'quotes' and (blanks)");
        Path first = Files.createSymbolicLink(dir.resolve("first"), script);
        Path bin = Files.createDirectory(dir.resolve("bin"));
        Path second = Files.createSymbolicLink(bin.resolve("loam"), Path.of("../first"));

        for (Path link : List.of(first, second)) {
            assertThat(run(link, "version").out().lines().toList())
                    .contains(script.resolveSibling("loam.jar").toString());
        }
    }

    @Test
    void options_for_the_jvm_are_words() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 25).toString());
        environment.put("LOAM_JAVA_OPTS", "-Xmx64m -Dglob=*");
        Path script = release("loam");

        assertThat(run(script, "up").out().lines().toList()).containsSubsequence(
                "-XX:+UseParallelGC", "-Xmx64m", "-Dglob=*", "-jar", "up");
        assertThat(run(script, "keys").out().lines().toList()).contains("-XX:+UseSerialGC");
        environment.put("LOAM_JAVA_OPTS", "-XX:+UseZGC");
        assertThat(run(script, "up").out().lines().filter(line -> line.contains("GC")).toList())
                .containsExactly("-XX:+UseZGC");
    }

    @Test
    void a_server_has_a_bounded_heap_unless_its_user_speaks_of_sizes() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 25).toString());
        Path script = release("loam");
        Pattern sizes = Pattern.compile("-Xmn48m|-XX:MaxRAMPercentage=50");

        assertThat(run(script, "up").out()).contains("-XX:+ExitOnOutOfMemoryError")
                .containsPattern(sizes);
        assertThat(run(script, "keys").out()).doesNotContain("OutOfMemory")
                .doesNotContainPattern(sizes);
        for (String own : List.of("-Xmx64m", "-XX:+UseG1GC", "-XX:MaxRAMPercentage=70")) {
            environment.put("LOAM_JAVA_OPTS", own);
            assertThat(run(script, "rest").out()).contains("-XX:+ExitOnOutOfMemoryError", own)
                    .doesNotContainPattern(sizes);
        }
    }

    @Test
    void the_first_server_makes_the_cache_and_everybody_uses_it() throws Exception {
        environment.put("JAVA_HOME", caching("home", "x").toString());
        Path script = release("a $dir with 'quotes' and (blanks)");
        String cached = "-XX:AOTCache=" + script.resolveSibling("loam.aot");

        Ended before = run(script, "keys");
        Ended first = run(script, "rest", "x.conf");
        Ended second = run(script, "up");
        Ended third = run(script, "keys");

        assertThat(before.out()).doesNotContain("AOT");
        assertThat(first.err()).isEqualTo("Preparing quick starts …\n");
        assertThat(first.out().lines().toList()).containsSubsequence(
                "-Xlog:aot=off", "-Xlog:cds=off", cached, "-jar", "rest", "x.conf");
        assertThat(List.of(second.err(), third.err())).containsOnly("");
        assertThat(second.out()).contains(cached);
        assertThat(third.out()).contains(cached);
        assertThat(caches(script)).isEqualTo(1);
    }

    @Test
    void another_jar_or_jdk_makes_it_anew() throws Exception {
        environment.put("JAVA_HOME", caching("home", "x").toString());
        Path script = release("loam");
        run(script, "up");
        later(script.resolveSibling("loam.jar"));
        run(script, "up");
        later(script.resolveSibling("loam.aot.jdk"));
        run(script, "up");
        environment.put("JAVA_HOME", caching("other", "y").toString());

        assertThat(run(script, "version").out()).doesNotContain("AOT");
        assertThat(run(script, "up").out()).contains("-XX:AOTCache=");
        assertThat(caches(script)).isEqualTo(3);
    }

    @Test
    void a_cache_that_cannot_be_made_is_not_tried_again() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 25).toString());
        Path script = release("loam");

        assertThat(run(script, "up").err()).isEqualTo("Preparing quick starts …\n");
        assertThat(run(script, "up").err()).isEmpty();
        assertThat(run(script, "up").out()).startsWith("java of ").doesNotContain("AOT");
    }

    @Test
    void a_user_who_speaks_of_caches_has_no_other() throws Exception {
        environment.put("JAVA_HOME", caching("home", "x").toString());
        environment.put("LOAM_JAVA_OPTS", "-XX:AOTMode=off");

        Ended ended = run(release("loam"), "up");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("-XX:AOTMode=off").doesNotContain("AOTCache");
    }

    @Test
    void two_first_servers_make_one_cache() throws Exception {
        environment.put("JAVA_HOME", caching("home", "x").toString());
        Path script = release("loam");

        Process one = start(script, "up");
        Process two = start(script, "up");

        assertThat(end(one).out()).contains("-XX:AOTCache=");
        assertThat(end(two).out()).contains("-XX:AOTCache=");
        assertThat(caches(script)).isEqualTo(1);
    }

    @Test
    void a_clone_is_built_when_its_sources_are_newer() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 25).toString());
        Path script = clone("loam");

        Ended first = run(script, "version");
        Ended second = run(script, "version");
        Files.writeString(script.resolveSibling("src/main/New.java"), "");
        later(script.resolveSibling("src/main/New.java"));
        Ended third = run(script, "version");

        assertThat(first.err()).isEqualTo("Building Loam …\n");
        assertThat(first.out()).startsWith("java of ").doesNotContain("maven speaks");
        assertThat(second.err()).isEmpty();
        assertThat(third.err()).isEqualTo("Building Loam …\n");
        assertThat(builds(script)).isEqualTo(2);
    }

    @Test
    void a_failed_build_shows_why_and_is_tried_again() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 25).toString());
        Path script = clone("loam");
        Files.writeString(script.resolveSibling("broken"), "");

        Ended broken = run(script, "version");
        Files.delete(script.resolveSibling("broken"));
        Ended mended = run(script, "version");

        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.out()).isEmpty();
        assertThat(broken.err()).contains("maven speaks of an error", "The build failed",
                "target/build.log");
        assertThat(mended.code()).isZero();
    }

    @Test
    void two_starts_at_once_build_once() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 25).toString());
        Path script = clone("loam");

        Process one = start(script, "version");
        Process two = start(script, "version");

        assertThat(end(one).code()).isZero();
        assertThat(end(two).code()).isZero();
        assertThat(builds(script)).isEqualTo(1);
    }

    @Test
    void without_flock_they_build_once_too() throws Exception {
        Files.deleteIfExists(tools.resolve("flock"));
        two_starts_at_once_build_once();
    }

    @Test
    void signals_reach_the_jvm() throws Exception {
        Path home = jdk("home", 25);
        script(home.resolve("bin/java"), """
                #!/bin/sh
                trap 'kill $!; echo stopped; exit 7' TERM
                sleep 60 &
                echo ready
                wait
                """);
        environment.put("JAVA_HOME", home.toString());
        environment.put("LOAM_JAVA_OPTS", "-XX:AOTMode=off");

        Process process = start(release("loam"), "up");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            process.toHandle().destroy();
            assertThat(out.readLine()).isEqualTo("stopped");
        }
        assertThat(process.waitFor()).isEqualTo(7);
    }

    @Test
    void commands_of_a_clone_explain_themselves() throws Exception {
        Path script = clone("loam");

        for (String command : List.of("test", "check", "package")) {
            Ended ended = run(script, command, "--help");
            assertThat(ended.code()).isZero();
            assertThat(ended.out()).startsWith("Usage: loam " + command);
        }
        assertThat(run(script, "package", "more").code()).isEqualTo(2);
    }

    @Test
    void a_release_archive_has_no_commands_of_a_clone() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 25).toString());
        Path script = release("loam");

        for (String command : List.of("test", "check", "package")) {
            assertThat(run(script, command)).isEqualTo(new Ended(
                    1, "", "loam: " + command + " works only in a clone of the repository\n"));
        }
    }

    @Test
    void an_archive_without_its_jar_says_so() throws Exception {
        environment.put("JAVA_HOME", jdk("home", 25).toString());
        Path script = release("loam");
        Files.delete(script.resolveSibling("loam.jar"));

        assertThat(run(script, "version").err())
                .contains("loam.jar is missing; this copy of Loam is not complete");
    }

    private Path jdk(String name, int version) throws IOException {
        Path home = dir.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        script(home.resolve("bin/java"), JAVA);
        script(home.resolve("bin/javac"), JAVA);
        Files.writeString(home.resolve("release"),
                "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + ".0.3\"\n");
        return home;
    }

    /// A JDK that makes caches, of a release of its own.
    private Path caching(String name, String release) throws IOException {
        Path home = jdk(name, 25);
        Files.writeString(home.resolve("release"),
                "JAVA_VERSION=\"25.0.3\"\nSOURCE=\"" + release + "\"\n");
        script(home.resolve("bin/java"), JAVA + """
                for argument; do
                  case $argument in
                    -XX:AOTCacheOutput=*)
                      echo one more >>"${argument#*=}.made"
                      echo cache >"${argument#*=}"
                      ;;
                  esac
                done
                """);
        return home;
    }

    private static int caches(Path script) throws IOException {
        return Files.readAllLines(script.resolveSibling("loam.aot.new.made")).size();
    }

    private void onPath(Path home) throws IOException {
        Files.createSymbolicLink(tools.resolve("java"), home.resolve("bin/java"));
    }

    private Path release(String name) throws IOException {
        Path home = Files.createDirectory(dir.resolve(name));
        Files.writeString(home.resolve("loam.jar"), "");
        return Files.copy(Path.of("loam"), home.resolve("loam"));
    }

    private Path clone(String name) throws IOException {
        Path home = Files.createDirectory(dir.resolve(name));
        Files.createDirectories(home.resolve("src/main"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        script(tools.resolve("mvn"), """
                #!/bin/sh
                echo one more >>builds
                if [ -e broken ]; then
                  echo 'maven speaks of an error'
                  exit 1
                fi
                echo 'maven speaks'
                touch target/loam.jar
                """);
        return Files.copy(Path.of("loam"), home.resolve("loam"));
    }

    private static int builds(Path script) throws IOException {
        return Files.readAllLines(script.resolveSibling("builds")).size();
    }

    private static void later(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(
                Files.getLastModifiedTime(file).toMillis() + 2000));
    }

    private static void script(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ended run(Path script, String... arguments) throws Exception {
        return end(start(script, arguments));
    }

    private Process start(Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(script.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Ended end(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, err);
    }
}
