package dev.loam.modules.rest.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Asked.At;
import dev.loam.kernel.query.Asked.Slice;
import dev.loam.ports.web.Headers;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {
    @ParameterizedTest
    @CsvSource({
        "0-9, 0, 10", "10-, 10, ", "5-5, 5, 1", "' 0-1 ', 0, 2", "bytes=0-9, 0, ", "a-b, 0, ",
        "-5, 0, ", "0-9-, 0, ", "7, 0, ", "'', 0, ", "99999999999999999999-, 0, "})
    void range_fields_are_read_or_ignored(String range, long offset, Long limit) {
        assertThat(Ranges.requested(Headers.of("Range", range)))
                .isEqualTo(new Slice(offset, limit));
    }

    @Test
    void whatever_the_unit_it_is_rows() {
        assertThat(Ranges.requested(Headers.of("Range-Unit", "bytes", "Range", "0-1")))
                .isEqualTo(new Slice(0, 2L));
        assertThat(Ranges.requested(Headers.of("Range-Unit", "items", "Range", "0-1")))
                .isEqualTo(new Slice(0, 2L));
    }

    @ParameterizedTest
    @CsvSource({
        "0, , 2, 3, 2, 3", "1, 5, 3, 10, 3, 3", "4, 2, 0, 10, 4, 2",
        "3, , 2, , 3, ", "0, 9223372036854775807, 1, , 1, "})
    void slices_are_intersected(
            long offset, Long limit, long otherOffset, Long otherLimit, long first, Long length) {
        assertThat(Ranges.both(new Slice(offset, limit), new Slice(otherOffset, otherLimit)))
                .isEqualTo(new Slice(first, length));
    }

    @Test
    void no_rows_can_only_be_asked_for_from_the_first_on() {
        assertThat(Ranges.empty(new Slice(0, 0L))).isTrue();
        assertThat(Ranges.empty(new Slice(0, 1L))).isFalse();
        assertThat(Ranges.empty(new Slice(3, null))).isFalse();
        refused(() -> Ranges.empty(new Slice(1, 0L)),
                "Limit should be greater than or equal to zero.");
    }

    @Test
    void an_end_before_the_beginning_is_416() {
        refused(() -> Ranges.requested(Headers.of("Range", "9-0")), "The lower boundary must be"
                + " lower than or equal to the upper boundary in the Range header.");
    }

    @Test
    void slices_without_a_row_in_common_are_416() {
        refused(() -> Ranges.both(new Slice(0, 5L), new Slice(10, 10L)),
                "Limit should be greater than or equal to zero.");
    }

    private static void refused(ThrowingCallable call, String details) {
        var failure = catchThrowableOfType(Refusal.class, call).failure();
        assertThat(failure.code()).isEqualTo("PGRST103");
        assertThat(failure.status()).isEqualTo(416);
        assertThat(failure.message()).isEqualTo("Requested range not satisfiable");
        assertThat(failure.details()).isEqualTo(details);
    }

    @Test
    void only_the_slice_at_the_top_is_replaced() {
        var embedded = new At<>(List.of("albums"), new Slice(1, 2L));
        var shape = new Asked.Shape(Asked.Shape.ALL.select(), List.of(), List.of(),
                List.of(new At<>(List.of(), new Slice(3, null)), embedded));
        assertThat(Ranges.top(shape)).isEqualTo(new Slice(3, null));
        assertThat(Ranges.withTop(shape, Slice.WHOLE).slices()).containsExactly(embedded);
        assertThat(Ranges.withTop(shape, new Slice(3, 1L)).slices())
                .containsExactly(embedded, new At<>(List.of(), new Slice(3, 1L)));
    }
}
