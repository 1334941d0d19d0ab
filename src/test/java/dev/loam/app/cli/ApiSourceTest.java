package dev.loam.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiSourceTest {
    @TempDir
    private Path dir;

    private static ApiSource source(String text) {
        return ApiSource.of(text, List.of("a: 1"), Map.of());
    }

    @Test
    void an_address_chooses_a_schema_behind_a_hash() {
        assertThat(source("http://h:1/rest/v1/#v1")).isEqualTo(new ApiSource.Served(
                URI.create("http://h:1/rest/v1/"), "v1", List.of("a: 1")));
        assertThat(source("HTTPS://h/")).isEqualTo(new ApiSource.Served(
                URI.create("HTTPS://h/"), null, List.of("a: 1")));
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://u@h/d, postgres://u@h/d,",
        "postgresql://u:pw@h/d?schema=v1, postgresql://u:pw@h/d, v1",
        "postgres://u@h/d?a=1&schema=a%20b&b=2, postgres://u@h/d?a=1&b=2, a b",
    })
    void a_database_chooses_one_among_its_parameters(String text, String url, String schema) {
        assertThat(source(text)).isEqualTo(new ApiSource.Database(url, schema));
        assertThat(source(text).toString()).doesNotContain("pw");
    }

    @Test
    void a_folder_is_a_project_and_a_file_a_document() throws IOException {
        Path file = Files.writeString(dir.resolve("a#1.json"), "{}");
        assertThat(source(file.toString())).isEqualTo(new ApiSource.Document(file));
        assertThat(source(dir.toString())).isInstanceOfSatisfying(
                ApiSource.Project.class, project -> assertThat(project.schema()).isNull());
        assertThat(source(dir + "#v2")).isInstanceOfSatisfying(
                ApiSource.Project.class, project -> {
                    assertThat(project.schema()).isEqualTo("v2");
                    assertThat(project.options().project().dir()).isEqualTo(dir);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "http:///x, wanted http://HOST", "'http://h/a b', wanted http://HOST",
        "http://u:secret@h/, credentials belong into a --header",
        "nowhere#v1, there is no file or folder nowhere#v1",
    })
    void others_are_refused_without_their_secrets(String text, String why) {
        assertThatThrownBy(() -> source(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why).hasMessageNotContaining("secret");
    }
}
