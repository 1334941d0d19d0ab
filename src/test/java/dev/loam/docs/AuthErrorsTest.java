package dev.loam.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AuthErrorsTest {
    private static final Path PAGE = Path.of("docs/reference/auth.md");
    private static final ErrorCures CURES = ErrorCures.read("auth-errors.txt");

    @Test
    void every_code_has_a_cause_and_a_cure_and_no_other_has() {
        assertThat(CURES.cures().keySet())
                .containsExactlyInAnyOrderElementsOf(AuthErrors.byCode().keySet())
                .allSatisfy(CURES::of);
    }

    /// After a change of a code or a cure: `./loam check -Dupdate=true`.
    @Test
    void the_page_says_what_the_code_says() throws IOException {
        var page = Files.readString(PAGE);
        if (Boolean.getBoolean("update")) {
            Files.writeString(PAGE, AuthErrors.updated(page, CURES));
        }
        assertThat(Files.readString(PAGE)).isEqualTo(AuthErrors.updated(page, CURES));
    }
}
