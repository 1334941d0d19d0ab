package dev.loam.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HousePictureTest {
    private static final Path PAGE = Path.of("docs/ARCHITECTURE.md");
    private static final String BEGIN =
            "<!-- packages: drawn from the imports by ./loam check -Dupdate=true -->\n";
    private static final String END = "<!-- end of packages -->\n";

    /// A new arrow is seen here before it is merged.
    @Test
    void the_picture_shows_the_imports() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        String drawn = HousePicture.ofSources().text();
        if (Boolean.getBoolean("update")) {
            page = page.substring(0, from) + drawn + page.substring(to);
            Files.writeString(PAGE, page);
            to = page.indexOf(END);
        }
        String shown = page.substring(from, to);
        String how = "docs/ARCHITECTURE.md shows other arrows: ./loam check -Dupdate=true";
        assertThat(drawn.lines().filter(line -> !shown.contains(line))).as(how).isEmpty();
        assertThat(shown.equals(drawn)).as(how).isTrue();
    }
}
