package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PipelineReferenceTest {
    private static final Path PAGE = Path.of("docs/reference/pipeline.md");

    /// After a change of the list of steps: `./loam check -Dupdate=true`.
    @Test
    void the_page_says_what_the_list_says() throws IOException {
        if (Boolean.getBoolean("update")) {
            Files.writeString(PAGE, PipelineReference.page());
        }
        assertThat(Files.readString(PAGE)).isEqualTo(PipelineReference.page());
    }
}
