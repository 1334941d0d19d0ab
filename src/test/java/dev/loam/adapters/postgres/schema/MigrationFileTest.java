package dev.loam.adapters.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.loam.ports.time.Clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How migration files are named, ordered, summed and found.
class MigrationFileTest {
    @TempDir
    Path project;

    @ParameterizedTest
    @CsvSource({
        "20260101120000_add_shop.sql, 20260101120000, add_shop",
        "V001__add_shop.sql,          001,            add_shop",
        "0001_add shop.sql,           0001,           add shop",
        "V1.2__x.sql,                 1.2,            x",
        "7__x_y.sql,                  7,              x_y"})
    void names_give_version_and_name(String file, String version, String name) {
        MigrationFile found = MigrationFile.named(file, file, "").orElseThrow();
        assertThat(found.version().text()).isEqualTo(version);
        assertThat(found.name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.sql", "_shop.sql", "1.sql", "1_.sql", "R__view.sql", "1-x.sql"})
    void other_names_are_refused_with_an_example(String file) throws IOException {
        write("migrations/" + file, "select 1;");
        assertThatThrownBy(this::files).isInstanceOf(MigrationRefused.class)
                .hasMessageStartingWith("migrations/" + file + " is not named like a migration")
                .hasMessageContaining("20260131120000_add_shop.sql");
    }

    @Test
    void files_are_ordered_by_value_not_by_text() throws IOException {
        for (String name : List.of("10_c.sql", "9_b.sql", "V002__a.sql", "20260101000000_d.sql")) {
            write("migrations/" + name, "");
        }
        write("migrations/README.md", "no migration");
        assertThat(files()).extracting(f -> f.version().text())
                .containsExactly("002", "9", "10", "20260101000000");
    }

    @Test
    void one_version_twice_is_refused() throws IOException {
        write("migrations/001_a.sql", "");
        write("migrations/V1__b.sql", "");
        assertThatThrownBy(this::files).hasMessageContaining("migrations/001_a.sql")
                .hasMessageContaining("migrations/V1__b.sql")
                .hasMessageContaining("have the same version");
    }

    @Test
    void the_checksum_is_of_the_text_whatever_its_line_ends() throws IOException {
        write("migrations/1_a.sql", "select 1;\nselect 2;\n");
        write("migrations/2_b.sql", "\uFEFFselect 1;\r\nselect 2;\r\n");
        write("migrations/3_c.sql", "select 1;\nselect 3;\n");
        List<MigrationFile> files = files();
        assertThat(files.get(0).checksum()).hasSize(64).isEqualTo(files.get(1).checksum())
                .isNotEqualTo(files.get(2).checksum());
    }

    @Test
    void the_odd_files_of_a_supabase_project_are_left_out() throws IOException {
        write("supabase/migrations/20260101000000_a.sql", "");
        write("supabase/migrations/notes.sql", "");
        List<String> leftOut = new ArrayList<>();
        var folder = MigrationFolder.of(project, "supabase/migrations", List.of());
        assertThat(folder.files(leftOut)).extracting(MigrationFile::path)
                .containsExactly("supabase/migrations/20260101000000_a.sql");
        assertThat(leftOut).containsExactly("supabase/migrations/notes.sql");
    }

    @Test
    void seeds_come_in_the_order_given_and_each_once() throws IOException {
        for (String name : List.of("b.sql", "a.sql", "c.txt", "deep/d.sql", "last.sql")) {
            write("db/seeds/" + name, "");
        }
        assertThat(seeds("db/seeds/last.sql", "db/seeds/*.sql", "none.sql", "none/*.sql"))
                .containsExactly("db/seeds/last.sql", "db/seeds/a.sql", "db/seeds/b.sql");
        assertThat(seeds("db/**/d.sql", "db/seeds/[ac].*", "./db/seeds/b.sql"))
                .containsExactly("db/seeds/deep/d.sql", "db/seeds/a.sql", "db/seeds/c.txt",
                        "db/seeds/b.sql");
        assertThat(seeds()).isEmpty();
    }

    @Test
    void a_new_migration_gets_the_time_and_comes_last() throws IOException {
        Clock clock = new Clock() {
            @Override
            public Instant now() {
                return Instant.parse("2026-11-22T13:14:15Z");
            }

            @Override
            public long nanos() {
                return 0;
            }
        };
        assertThat(project.relativize(Migrations.create(folder(), " Add the shop! ", clock)))
                .hasToString("migrations/20261122131415_add_the_shop.sql");
        assertThat(project.relativize(Migrations.create(folder(), "more", clock)))
                .hasToString("migrations/20261122131416_more.sql");
        assertThat(files()).hasSize(2);
        assertThatThrownBy(() -> Migrations.create(folder(), "/../", clock))
                .hasMessageContaining("needs a name");
    }

    private List<MigrationFile> files() {
        return folder().files(new ArrayList<>());
    }

    private MigrationFolder folder() {
        return MigrationFolder.of(project, "migrations", List.of("seed.sql"));
    }

    private List<String> seeds(String... patterns) {
        return MigrationFolder.of(project, "migrations", List.of(patterns)).seedScripts().stream()
                .map(SqlScript::file).toList();
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
