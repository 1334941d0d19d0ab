package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.app.config.ConfigLoader.Loaded;
import dev.loam.app.config.ConfigLoader.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupabaseProjectTest {
    @TempDir
    private Path dir;

    @Test
    void settings_with_a_counterpart_are_read() throws IOException {
        Loaded loaded = load("""
                project_id = "shop"
                [api]
                enabled = true
                port = 54321
                schemas = ["public", "graphql_public"]
                extra_search_path = ["public", "extensions", "gis"]
                max_rows = 500
                [db]
                port = 54322
                major_version = 18
                [db.seed]
                sql_paths = ["./seeds/*.sql", "more.sql"]
                """, Map.of());

        LoamConfig config = loaded.config();
        assertThat(config.server().port()).isEqualTo(54321);
        assertThat(config.rest().schemas()).containsExactly("public", "graphql_public");
        assertThat(config.rest().extraSearchPath()).endsWith("gis");
        assertThat(config.rest().rowsMax()).isEqualTo(500);
        assertThat(config.database().embeddedPort()).isEqualTo(54322);
        assertThat(config.migrations().dir()).isEqualTo("supabase/migrations");
        assertThat(config.migrations().seeds())
                .containsExactly("supabase/seeds/*.sql", "supabase/more.sql");
        assertThat(loaded.values().origin(Settings.PORT)).isEqualTo("supabase/config.toml");
        assertThat(loaded.notices()).isEmpty();
    }

    @Test
    void what_has_no_counterpart_yet_is_named_once() throws IOException {
        Loaded loaded = load("""
                [db]
                major_version = 15
                shadow_port = 54320
                [db.pooler]
                enabled = false
                [storage]
                file_size_limit = "50MiB"
                [auth]
                site_url = "http://127.0.0.1:3000"
                [auth.email]
                enable_signup = true
                """, Map.of());

        assertThat(loaded.notices()).containsExactly(
                "supabase/config.toml: db.major_version is 15, Loam's own server is PostgreSQL 18",
                "supabase/config.toml: Loam has no counterpart yet for [storage]");
    }

    @Test
    void seeds_can_be_switched_off() throws IOException {
        assertThat(load("[db.seed]\nenabled = false\n", Map.of()).config().migrations().seeds())
                .isEmpty();
    }

    @Test
    void a_value_can_stand_in_a_variable() throws IOException {
        String toml = "[auth]\njwt_secret = \"env(SECRET)\"\n";

        Loaded loaded = load(toml, Map.of("SECRET", "x".repeat(40)));

        assertThat(loaded.config().rest().jwt().secret().value()).isEqualTo("x".repeat(40));
    }

    @Test
    void a_wrong_value_is_named_as_it_stands_there() {
        assertThatThrownBy(() -> load("[api]\nmax_rows = \"many\"\n", Map.of())).hasMessage(
                "supabase/config.toml: api.max_rows: wanted a whole number, at least 0, "
                        + "found \"many\"");
    }

    @Test
    void loam_toml_wins() throws IOException {
        Files.writeString(dir.resolve("loam.toml"), "[server]\nport = 7\n");

        LoamConfig config = load("[api]\nport = 54321\n", Map.of()).config();

        assertThat(config.server().port()).isEqualTo(7);
        assertThat(config.migrations().dir()).isEqualTo("migrations");
    }

    private Loaded load(String toml, Map<String, String> environment) throws IOException {
        Files.createDirectories(dir.resolve("supabase"));
        Files.writeString(dir.resolve("supabase/config.toml"), toml);
        return ConfigLoader.load(new Sources(dir, null, environment, List.of()));
    }
}
