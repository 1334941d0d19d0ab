package dev.loam.adapters.postgres.schema;

import static dev.loam.adapters.postgres.schema.DatabaseServer.column;
import static dev.loam.adapters.postgres.schema.DatabaseServer.execute;
import static dev.loam.adapters.postgres.schema.DatabaseServer.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.config.Secret;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/// The example project, from nothing to who may read what.
class ChinookSpec {
    private static final Path PROJECT = Path.of("examples/chinook");
    private static final String PASSWORD = "chinook";
    private static final String LUIS = "luisg@embraer.com.br";

    @TempDir
    static Path folder;
    private static DatabaseServer server;
    private static String url;

    @BeforeAll
    static void load() throws SQLException {
        server = new DatabaseServer(folder);
        url = server.newDatabase();
        try (Connection connection = DriverManager.getConnection(url)) {
            Bootstrap.apply(connection,
                    BootstrapConfig.of(new Secret(PASSWORD), new Secret("secret")));
            MigrationReport report =
                    Migrations.run(connection, MigrationFolder.of(PROJECT,
                            "migrations", List.of("seed.sql")), MigrationOptions.defaults());
            assertThat(report.applied()).hasSize(5);
            assertThat(report.seeded()).isTrue();
            assertThat(report.missing()).isEmpty();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void every_table_has_the_rows_of_its_file_and_goes_on_after_them() throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Stream<Path> files = Files.list(PROJECT.resolve("data"))) {
            List<Path> tables = files.filter(f -> f.toString().endsWith(".csv")).toList();
            assertThat(tables).hasSize(11);
            for (Path file : tables) {
                String table = file.getFileName().toString().replace(".csv", "");
                assertThat(value(connection, "select count(*) from " + table))
                        .as(table).isEqualTo(rows(file));
                if (!table.equals("playlist_track")) {
                    assertThat(value(connection, String.format("select nextval("
                            + "pg_get_serial_sequence('%1$s', '%1$s_id')) > max(%1$s_id)"
                            + " from %1$s", table))).as(table).isEqualTo("t");
                }
            }
        }
    }

    @Test
    void no_foreign_key_is_without_an_index_and_no_table_without_row_level_security()
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(column(connection, """
                    select conrelid::regclass || '.' || conname from pg_constraint
                    where contype = 'f' and not exists (
                        select from pg_index
                        where indrelid = conrelid and indkey[0] = conkey[1])
                    """)).isEmpty();
            assertThat(column(connection, """
                    select relname from pg_class
                    where relnamespace = 'public'::regnamespace and relkind = 'r'
                        and not relrowsecurity
                    """)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        anon          |                      | artist       | 275
        anon          |                      | track        | 3503
        anon          |                      | playlist_track | 8715
        anon          |                      | track_detail | 3503
        anon          |                      | customer     | 0
        anon          |                      | invoice_line | 0
        anon          |                      | employee     | 0
        authenticated | nobody@example.org   | employee     | 8
        authenticated | nobody@example.org   | customer     | 0
        authenticated | nobody@example.org   | invoice      | 0
        authenticated | luisg@embraer.com.br | customer     | 1
        authenticated | luisg@embraer.com.br | invoice      | 7
        authenticated | luisg@embraer.com.br | invoice_line | 38
        service_role  |                      | customer     | 59
        service_role  |                      | invoice      | 412
        """)
    void rows_are_seen_by_those_who_may(String role, String email, String table, String rows)
            throws SQLException {
        assertThat(asRole(role, email, "select count(*) from " + table)).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        select t.duration from track t where track_id = 1 | 5:43
        select a.name from track t, artist(t) a where track_id = 1 | AC/DC
        select count(*) from artist a, track(a) where artist_id = 1 | 18
        select string_agg(name, ', ') from search_tracks('whole rosie') | Whole Lotta Rosie
        select string_agg(genre, ', ') from top_genres(3) | Rock, Latin, Metal
        select album_price(1) | 9.90
        select concat_ws(' ', tracks, minutes) from album_summary where album_id = 1 | 10 40.0
        select tracks_sold from genre_sales where genre = 'Rock' | 835
        """)
    void views_and_functions_answer_strangers(String sql, String expected) throws SQLException {
        assertThat(asRole("anon", null, sql)).isEqualTo(expected);
    }

    @Test
    void the_customers_name_is_computed_and_a_playlist_needs_the_service_key() throws Exception {
        assertThat(asRole("authenticated", LUIS, "select c.full_name from customer c"))
                .isEqualTo("Luís Gonçalves");
        assertThat(asRole("service_role", null,
                "select name from create_playlist('mine', '{1,2}')")).isEqualTo("mine");
        try {
            asRole("anon", null, "select name from create_playlist('mine', '{1,2}')");
            throw new AssertionError("a stranger made a playlist");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("42501");
        }
    }

    private static String asRole(String role, String email, String sql) throws SQLException {
        try (Connection connection = DatabaseServer.connect(url, "authenticator", PASSWORD)) {
            connection.setAutoCommit(false);
            execute(connection, "set local role " + role);
            execute(connection, "select set_config('request.jwt.claims', '{\"email\": \""
                    + email + "\"}', true)");
            String answer = value(connection, sql);
            connection.rollback();
            return answer;
        }
    }

    /// No value of these files has a line end in it.
    private static String rows(Path file) throws IOException {
        return Long.toString(Files.readAllLines(file).size() - 1);
    }
}
