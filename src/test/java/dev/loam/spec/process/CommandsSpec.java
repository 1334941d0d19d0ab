package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.spec.process.LoamProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands that need nothing to run: help, completion, refusals and exit codes.
class CommandsSpec {
    @TempDir
    private static Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"up", "stop", "status", "rest", "test", "check", "keys", "config",
        "modules", "routes", "migrate", "migrate new", "migrate status", "migrate up", "policies",
        "diff", "reset", "psql", "backup", "restore", "cache", "cache simulate",
        "check-consistency", "version", "completion", "package"})
    void every_command_has_help(String command) {
        Ended help = LoamProcess.run(dir, (command + " --help").split(" "));
        assertThat(help.code()).isZero();
        assertThat(help.out()).startsWith("Usage: loam " + command);
        assertThat(help.err()).isEmpty();
    }

    @Test
    void the_version_names_the_java_too() {
        assertThat(LoamProcess.run(dir, "version").out()).matches("Loam .+ on Java 25.*\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nonsense                     | 2 | nonsense
            up --nope                    | 2 | --nope
            up nowhere                   | 2 | There is no folder nowhere
            up --port many               | 2 | --port: wanted a whole number from 0 to 65535
            up --roles rest,nope         | 2 | there is no module nope
            up --production              | 2 | auth.site-url: wanted the address of your site
            migrate                      | 2 | Missing required subcommand
            stop                         | 0 | No Loam serves
            status                       | 1 |
            backup                       | 2 | FILE
            backup f --config none.toml  | 2 | none.toml: cannot be read
            restore nofile               | 1 | nofile
            rest nofile                  | 2 | nofile: cannot be read
            completion fish              | 2 | fish
            """)
    void exit_codes_tell_failures_from_wrong_calls(String call, int code, String said) {
        Ended ended = LoamProcess.run(dir, call.split(" "));
        assertThat(ended.err()).contains(said == null ? "" : said).doesNotContain("defect");
        assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    }

    @Test
    void all_that_is_wrong_in_a_configuration_is_said_at_once() throws Exception {
        Path project = Files.createDirectory(dir.resolve("wrong"));
        Projects.write(project, "loam.toml", "[server]\nprot = 1\nport = \"x\"\n");
        Ended up = LoamProcess.run(project, Map.of("LOAM_DATABASE_POOLSIZE", "1"), "up");
        assertThat(up.code()).isEqualTo(2);
        assertThat(up.err().lines()).containsExactlyInAnyOrder(
                "loam: loam.toml: server.prot: unknown setting; did you mean server.port?",
                "loam: loam.toml: server.port: wanted a whole number from 0 to 65535, found \"x\"",
                "loam: LOAM_DATABASE_POOLSIZE: unknown variable; "
                        + "did you mean LOAM_DATABASE_POOL_SIZE?");
        assertThat(project.resolve(".loam")).doesNotExist();
    }

    @Test
    void the_completion_script_completes() {
        String script = LoamProcess.run(dir, "completion", "bash").out();
        assertThat(Programs.run("bash", "-c", script + """

                COMP_WORDS=(loam mig); COMP_CWORD=1; COMP_LINE='loam mig'; COMP_POINT=8
                COMP_TYPE=9; COMP_KEY=9
                _complete_loam; printf '%s\\n' "${COMPREPLY[@]}"
                """)).isEqualTo("migrate");
    }
}
