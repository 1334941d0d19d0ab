package dev.loam.app.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrapeTest {
    @Test
    void samples_are_read_with_their_labels() {
        Scrape scrape = Scrape.of("""
                # HELP loam_cache_entries Answers that are kept.
                # TYPE loam_cache_entries gauge
                loam_cache_entries 12
                passes_total{reason="a \\"b\\" \\\\ \\n {,}",by="x"} 2
                passes_total{reason="other"} 1.5 1700000000000
                times_bucket{le="+Inf"} 3
                """);

        assertThat(scrape.sum("loam_cache_entries")).hasValue(12);
        assertThat(scrape.all("passes_total")).containsExactly(
                new Scrape.Sample(Map.of("reason", "a \"b\" \\ \n {,}", "by", "x"), 2),
                new Scrape.Sample(Map.of("reason", "other"), 1.5));
        assertThat(scrape.sum("passes_total")).hasValue(3.5);
        assertThat(scrape.all("times_bucket").getFirst().labels()).containsEntry("le", "+Inf");
        assertThat(scrape.sum("nothing")).isEmpty();
    }

    @Test
    void what_is_no_sample_is_passed_over() {
        assertThat(Scrape.of("<html>\nname{unclosed=\"x\nname\nname{\nname NaN\nok 1").has("ok"))
                .isTrue();
    }

    @Test
    void infinities_are_numbers() {
        assertThat(Scrape.of("a +Inf\nb -Inf").sum("a")).hasValue(Double.POSITIVE_INFINITY);
    }
}
