package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
    private static final Path PAGE = Path.of("docs/reference/config.md");

    /// After a change of the table of settings: `./loam check -Dupdate=true`.
    @Test
    void the_page_says_what_the_table_says() throws IOException {
        if (Boolean.getBoolean("update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, ConfigReference.page());
        }
        assertThat(Files.readString(PAGE)).isEqualTo(ConfigReference.page());
    }
}
