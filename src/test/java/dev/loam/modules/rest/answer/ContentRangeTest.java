package dev.loam.modules.rest.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentRangeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 5, 5, 0-4/5, 200", "0, 5, -1, 0-4/*, 200", "0, 0, 0, */0, 200",
        "0, 0, -1, */*, 200", "10, 5, 20, 10-14/20, 206", "0, 0, 3, */3, 206",
        "3, 0, 3, */3, 206", "4, 0, 3, */3, 416", "1, 0, 0, */0, 416", "2, 3, 5, 2-4/5, 206"})
    void reads_say_which_rows_of_how_many(
            long offset, long rows, long total, String text, int status) {
        var range = ContentRange.of(offset, rows, total);
        assertThat(range).hasToString(text);
        assertThat(range.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"-1, */*", "0, */0", "7, */7"})
    void writes_say_how_many(long total, String text) {
        assertThat(ContentRange.unplaced(total)).hasToString(text);
    }
}
