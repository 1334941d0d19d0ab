package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp;
import dev.loam.spec.process.LoamProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `loam up` on a database of somebody's: PostgreSQL 15 of Debian, over TLS and SCRAM.
class ForeignUpSpec {
    @TempDir
    private Path dir;

    @Test
    void without_leave_nothing_is_created() {
        try (ForeignServer foreign = ForeignServer.start()) {
            String before = foreign.dump();
            try (LoamProcess loam = LoamProcess.up(dir, Map.of(
                    "LOAM_DATABASE_URL", foreign.loginUrl(), "LOAM_DATABASE_SCHEMAS", "api",
                    "LOAM_DATABASE_ANON_ROLE", "web_anon"))) {
                RawHttp http = loam.http();
                assertThat(http.get("/rest/v1/item?id=eq.2").text())
                        .isEqualTo("[{\"id\":2,\"name\":\"two\"}]");
                assertThat(loam.allErr()).contains("Database   shop on localhost:")
                        .doesNotContain("p@ss", "p%40ss");
                assertThat(LoamProcess.run(dir, "status").code()).isZero();
                assertThat(loam.stop()).isZero();
            }
            assertThat(foreign.dump()).isEqualTo(before);
            assertThat(dir.resolve(".loam/postgres")).doesNotExist();
        }
    }

    @Test
    void with_leave_everything_is_and_migrations_are_applied() throws Exception {
        Path project = Projects.chinook(dir);
        try (ForeignServer foreign = ForeignServer.start()) {
            foreign.shop().execute("alter role owner superuser");
            String url = "postgresql://owner:owned@localhost:" + foreign.port() + "/shop?"
                    + foreign.tls();
            try (LoamProcess loam = LoamProcess.up(project, Map.of(),
                    "--database-url", url, "--bootstrap")) {
                assertThat(loam.http().get("/rest/v1/artist?artist_id=eq.1").text())
                        .contains("AC/DC");
                assertThat(loam.http().get("/rest/v1/customer").text()).isEqualTo("[]");
                assertThat(foreign.shop().value("select string_agg(rolname, ' ' order by rolname) "
                        + "from pg_roles where rolname in ('anon', 'authenticated', "
                        + "'service_role', 'authenticator')"))
                        .isEqualTo("anon authenticated authenticator service_role");
                Ended reset = LoamProcess.run(project, Map.of("LOAM_DATABASE_URL", url), "reset",
                        "--yes");
                assertThat(reset.code()).isEqualTo(1);
                assertThat(reset.err()).contains("Loam does not delete it");
                assertThat(loam.stop()).isZero();
            }
            // Again, without leave now: what is there is used, and nothing is applied twice.
            String before = foreign.dump();
            try (LoamProcess loam = LoamProcess.up(project, Map.of(), "--database-url", url)) {
                assertThat(loam.http().get("/rest/v1/genre?genre_id=eq.1").text())
                        .contains("Rock");
                assertThat(LoamProcess.run(project, Map.of("LOAM_DATABASE_URL", url), "keys").out())
                        .contains("DATABASE_URL='postgresql://owner:owned@localhost:"
                                + foreign.port() + "/shop?sslmode=verify-full&");
                assertThat(LoamProcess.run(project, Map.of("LOAM_DATABASE_URL", url), "migrate",
                        "status").out()).startsWith("applied ");
            }
            assertThat(foreign.dump()).isEqualTo(before);
        }
    }

    @Test
    void a_server_that_is_down_is_waited_for() throws Exception {
        Path project = Files.createDirectory(dir.resolve("waiting"));
        Projects.write(project, "migrations/1_a.sql", "create table public.late (i int);\n"
                + "grant usage on schema public to web_anon; grant all on late to web_anon;\n");
        try (ForeignServer foreign = ForeignServer.start()) {
            foreign.shop().execute("alter role owner superuser");
            foreign.server().stop();
            try (LoamProcess loam = LoamProcess.start(project, Map.of(
                    "LOAM_DATABASE_ANON_ROLE", "web_anon"), "up", "--port", "0",
                    "--admin-port", "0", "--database-url", "postgresql://owner:owned@localhost:"
                            + foreign.port() + "/shop?sslmode=require")) {
                loam.err("Waiting for the database: .*");
                foreign.server().start();
                loam.err("  Stop       .*");
                assertThat(loam.http().get("/rest/v1/late").text()).isEqualTo("[]");
            }
        }
    }
}
