package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `@supabase/postgrest-js`, as it comes from npm, against `loam up` on the example: the table of
/// calls is `src/test/npm/postgrest.mjs`.
class PostgrestJsSpec {
    private static final String NOTES = """
            create table note (id int primary key, text text not null unique default 'empty');
            grant all on note to service_role;
            revoke all on note from anon;
            create function add_them(a int, b int) returns int language sql immutable
                return a + b;
            create function sum_all(numbers int[]) returns bigint language sql immutable
                return (select sum(n) from unnest(numbers) n);
            create function notes() returns setof note language sql stable
                begin atomic select * from note; end;
            create function nothing() returns void language sql begin atomic select; end;
            create function refuse() returns int language plpgsql
                as $$ begin raise exception 'no'; end $$;
            create function slow() returns void language sql as $$ select pg_sleep(30) $$;
            create function slow_ones() returns int language sql volatile security definer
                as $$ select count(*)::int from pg_stat_activity
                      where state = 'active' and query like '%"slow"%'
                      and pid <> pg_backend_pid() $$;
            """;

    @TempDir
    private Path dir;

    @TestFactory
    Stream<DynamicTest> every_call_comes_to_what_it_should() {
        Path npm = Path.of("target/npm").toAbsolutePath();
        assertThat(npm.resolve("node_modules/@supabase/postgrest-js"))
                .as("npm packages: ./loam test installs them").exists();
        Path project = Projects.chinook(dir);
        Projects.write(project, "migrations/20270101000000_notes.sql", NOTES);
        try (LoamProcess loam = LoamProcess.up(project, Map.of())) {
            String results = Programs.run("env", "NPM_HOME=" + npm, "node",
                    Path.of("src/test/npm/postgrest.mjs").toAbsolutePath().toString(),
                    "http://127.0.0.1:" + loam.port(),
                    Projects.keys(project).get("SERVICE_KEY"));
            assertThat(results.lines()).hasSizeGreaterThan(50);
            return results.lines().map(line -> test(new JsonMapper().readTree(line)));
        }
    }

    private static DynamicTest test(JsonNode result) {
        return DynamicTest.dynamicTest(result.path("name").asString(), () ->
                assertThat(result.path("problem").isNull())
                        .as(result.path("problem").toString()).isTrue());
    }
}
