package dev.loam.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.docs.ErrorReference.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorReferenceTest {
    private static final Path PAGE = Path.of("docs/reference/errors.md");
    private static final ErrorCures CURES = ErrorCures.read();
    private static final Map<String, List<Form>> FORMS = ErrorReference.byCode();

    /// After a change of a failure or a cure: `./loam check -Dupdate=true`.
    @Test
    void the_page_says_what_the_code_says() throws IOException {
        if (Boolean.getBoolean("update")) {
            Files.writeString(PAGE, ErrorReference.page(CURES));
        }
        assertThat(Files.readString(PAGE)).isEqualTo(ErrorReference.page(CURES));
    }

    @Test
    void every_code_has_a_cause_and_a_cure_and_no_other_has() {
        assertThat(FORMS).hasSizeGreaterThan(50);
        assertThat(CURES.cures().keySet()).containsExactlyInAnyOrderElementsOf(FORMS.keySet());
    }

    @Test
    void a_code_of_ours_belongs_to_one_record() {
        assertThat(FORMS.values().stream().flatMap(List::stream).filter(Form::ownCode)
                .collect(Collectors.groupingBy(form -> form.failure().code()))
                .values()).allMatch(forms -> forms.size() == 1);
    }

    @Test
    void a_code_of_the_dialect_means_one_status_and_one_message() {
        assertThat(FORMS.entrySet()).allSatisfy(entry -> {
            assertThat(entry.getValue().stream().map(form -> form.failure().status()).distinct())
                    .as(entry.getKey()).hasSize(1);
            assertThat(entry.getValue().stream().map(Form::message).distinct())
                    .as(entry.getKey()).hasSize(1);
        });
    }

    @Test
    void retired_codes_stay_retired() {
        assertThat(CURES.retired().stream().filter(FORMS::containsKey)).isEmpty();
    }

    /// A code written down outside of its failure would be one that this page does not know.
    @Test
    void every_code_in_the_sources_is_known() throws IOException {
        Set<String> known = new HashSet<>(FORMS.keySet());
        Pattern quoted = Pattern.compile("\"(PGRST\\d{3}|LOAM-[A-Z]+-\\d{3})\"");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                    .toList()) {
                Matcher code = quoted.matcher(Files.readString(source));
                while (code.find()) {
                    assertThat(known).as(source.toString()).contains(code.group(1));
                }
            }
        }
    }

    /// Where the record does not hold its words, the table repeats them; they must still be said.
    @Test
    void the_forms_in_the_table_are_in_the_sources() throws IOException {
        var all = new StringBuilder();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/dev/loam"))) {
            for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                    .toList()) {
                all.append(Files.readString(source));
            }
        }
        String text = all.toString().replaceAll("\"\\s*\\+\\s*\"", "");
        CURES.cures().forEach((code, cure) -> cure.said().forEach(said -> {
            for (String piece : said.split("‹[^›]*›")) {
                assertThat(text.contains(piece.strip())).as(code + ": " + said).isTrue();
            }
        }));
    }
}
