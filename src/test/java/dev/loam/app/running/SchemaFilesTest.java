package dev.loam.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.TableName;
import dev.loam.kernel.validation.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFilesTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_is_for_the_table_in_its_name() throws IOException {
        write("public.people.json", "{}");
        write("api.a.b.json", "{\"type\":\"object\"}");

        assertThat(SchemaFiles.in(folder).files()).containsOnlyKeys(
                new TableName("public", "people"), new TableName("api", "a.b"))
                .containsEntry(new TableName("api", "a.b"), "{\"type\":\"object\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"people.json", ".people.json", "public..json", "public.people.yaml",
        "public.people.json.old"})
    void other_files_are_passed_over(String name) throws IOException {
        write(name, "{}");
        assertThat(SchemaFiles.in(folder)).isEqualTo(Schemas.NONE);
    }

    @Test
    void so_is_what_is_too_long_or_no_file() throws IOException {
        write("public.long.json", " ".repeat((1 << 20) + 1));
        Files.createDirectory(folder.resolve("public.folder.json"));
        write("public.fits.json", " ".repeat(1 << 20));

        assertThat(SchemaFiles.in(folder).files())
                .containsOnlyKeys(new TableName("public", "fits"));
    }

    @Test
    void the_folder_need_not_be_there() {
        assertThat(SchemaFiles.in(folder.resolve("schemas"))).isEqualTo(Schemas.NONE);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
