package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.spec.process.LoamProcess.Ended;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `loam policies` and `loam doctor`: what they print, and the exit code that a build goes by.
class PoliciesSpec {
    private static final String ROLE = """
            do $$ begin
                if to_regrole('anon') is null then create role anon; end if;
            end $$;
            grant usage on schema public to anon;
            """;

    @TempDir
    private Path dir;

    private Ended policies(TestDatabase database, String... arguments) {
        return LoamProcess.run(dir, Map.of("LOAM_DATABASE_URL", database.url()),
                Stream.concat(Stream.of("policies"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @Test
    void an_open_table_fails_a_build() {
        TestDatabase database = PostgresFixture.freshDatabase(ROLE
                + "create table note (id int); grant select on note to anon");
        Ended text = policies(database);
        assertThat(text.code()).isEqualTo(1);
        assertThat(text.out()).isEqualTo("""
                error    public.note
                         Every row is open to anon: row-level security is off.
                         alter table public.note enable row level security;

                """);
        assertThat(text.err()).isEqualTo("1 error, 0 warnings, 0 info\n");
        assertThat(policies(database, "--format", "json").out()).isEqualTo("{\"findings\":[{"
                + "\"level\":\"error\",\"rule\":\"open_table\",\"object\":\"public.note\","
                + "\"reason\":\"Every row is open to anon: row-level security is off.\","
                + "\"cure\":\"alter table public.note enable row level security;\"}]}\n");
        Ended misspelt = policies(database, "--schema", "elsewhere");
        assertThat(misspelt.code()).isEqualTo(1);
        assertThat(misspelt.err()).contains("There is no schema elsewhere");
        database.execute("create schema elsewhere");
        Ended elsewhere = policies(database, "--schema", "elsewhere", "--strict");
        assertThat(elsewhere.code()).as(elsewhere.err()).isZero();
        assertThat(elsewhere.err()).isEqualTo("Nothing found.\n");
    }

    @Test
    void a_warning_fails_a_strict_build() {
        TestDatabase database = PostgresFixture.freshDatabase(ROLE
                + "create function f() returns int security definer language sql return 1");
        assertThat(policies(database).code()).isZero();
        Ended strict = policies(database, "--strict");
        assertThat(strict.code()).isEqualTo(1);
        assertThat(strict.err()).isEqualTo("0 errors, 2 warnings, 0 info\n");
    }

    @Test
    void a_doctor_holds_the_settings_against_the_server() {
        TestDatabase database = PostgresFixture.freshDatabase("");
        Ended ended = LoamProcess.run(dir, Map.of("LOAM_DATABASE_URL", database.url(),
                "LOAM_DATABASE_POOL_SIZE", "1000", "LOAM_DATABASE_SCHEMAS", "public,gone"),
                "doctor");
        assertThat(ended.code()).as(ended.err()).isEqualTo(1);
        assertThat(ended.out()).contains("error    database.pool-size\n",
                "A pool of 1000 is asked for, and the server has ", "error    schema gone\n",
                "         create schema gone;\n");
    }
}
