package dev.loam.adapters.postgres.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.ports.changes.CellRow;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompositeTextTest {
    /// Cells are shown with a bar between them, NULL as `-`.
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
        (1,two)                ~ 2 ~ 1|two
        (,)                    ~ 2 ~ -|-
        ()                     ~ 1 ~ -
        ("",x)                 ~ 2 ~ |x
        ("a ""b""\","c\\\\d")   ~ 2 ~ a "b"|c\\d
        ("(1,2)","{a,""b c""}") ~ 2 ~ (1,2)|{a,"b c"}
        (é,"😀 ")              ~ 2 ~ é|😀_
        """)
    void cells_come_back(String text, int cells, String expected) {
        CellRow row = CompositeText.row(text, cells);
        assertThat(IntStream.range(0, cells).mapToObj(i ->
                row.text(i) == null ? "-" : row.text(i).replaceAll(" $", "_"))
                .collect(Collectors.joining("|"))).isEqualTo(expected);
        assertThat(IntStream.range(0, cells)).noneMatch(row::unchanged);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
        (1,two)   ~ 3
        (1,two)   ~ 1
        (1,"two)  ~ 2
        (1        ~ 1
        """)
    void another_number_of_cells_is_refused(String text, int cells) {
        assertThatThrownBy(() -> CompositeText.row(text, cells))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
