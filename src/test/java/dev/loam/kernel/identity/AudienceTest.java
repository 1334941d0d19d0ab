package dev.loam.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudienceTest {
    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '"', value = {
            "us us true",
            "us them false",
            "us bus false",
            "us|them them true",
            "us|them thema false",
            ".* anyone true",
            "https://[a-z]*\\.example\\.org https://api.example.org true",
            "https://[a-z]*\\.example\\.org https://api.example.org.evil.net false",
            "https://example.org https://example.org true",
            "https://example.org https://exampleXorg false",
            "https://example.org/?a=b https://example.org/?a=b true",
            "(us (us true",
            "(us us false"})
    void a_name_or_an_expression_for_the_whole_of_one(
            String configured, String claimed, boolean included) {
        assertThat(Audience.of(configured).includes(claimed)).isEqualTo(included);
    }

    @Test
    void none_is_any() {
        assertThat(Audience.of(null)).isNull();
    }
}
