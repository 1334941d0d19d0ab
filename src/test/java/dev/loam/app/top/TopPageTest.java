package dev.loam.app.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopPageTest {
    private static final String BEGUN = "process_start_time_seconds 1000\n";
    private static final String BEFORE = BEGUN + requests("rest", "GET", "track", "2xx", 100, 1)
            + requests("rest", "GET", "album", "2xx", 10, 5)
            + "process_cpu_seconds_total 10\nprocess_resident_memory_bytes 104857600\n"
            + "loam_cache_hits_total 50\nloam_cache_misses_total 50\nloam_cache_entries 7\n"
            + "loam_cache_bytes 1048576\nloam_cache_lag_seconds 0.004\n";
    private static final String AFTER = BEGUN + requests("rest", "GET", "track", "2xx", 300, 2)
            + requests("rest", "GET", "album", "2xx", 20, 9)
            + requests("auth", "POST", "", "5xx", 10, 0.02)
            + """
            process_cpu_seconds_total 11
            process_resident_memory_bytes 104857600
            loam_pool_connections_used 3
            loam_pool_connections_max 10
            loam_pool_waiting_requests 1
            loam_load_limit 12
            loam_load_in_flight 4
            loam_load_queued 2
            loam_load_shed_total{priority="anonymous",reason="waited"} 4
            loam_cache_hits_total 140
            loam_cache_misses_total 60
            loam_cache_entries 7
            loam_cache_bytes 1048576
            loam_cache_lag_seconds 0.004
            loam_feed_reading{source="log"} 1
            loam_feed_listeners 3
            loam_realtime_sockets 12
            loam_postgres_up 1
            loam_postgres_connections_used 24
            loam_postgres_connections_max 100
            loam_postgres_blocks_hit_total 999
            loam_postgres_blocks_read_total 1
            loam_postgres_locks_waiting 0
            loam_postgres_transaction_age_max_seconds 0.25
            """;

    /// All within the bucket up to 10 ms.
    private static String requests(String route, String method, String table, String status,
            int count, double seconds) {
        String labels = "method=\"" + method + "\",route=\"" + route + "\",status=\"" + status
                + "\",table=\"" + table + "\"";
        String name = "loam_http_request_duration_seconds";
        return name + "_bucket{" + labels + ",le=\"0.005\"} 0\n"
                + name + "_bucket{" + labels + ",le=\"0.01\"} " + count + "\n"
                + name + "_bucket{" + labels + ",le=\"+Inf\"} " + count + "\n"
                + name + "_sum{" + labels + "} " + seconds + "\n"
                + name + "_count{" + labels + "} " + count + "\n";
    }

    @Test
    void the_page_says_what_happened_meanwhile() {
        Span span = Span.between(Scrape.of(BEFORE), Scrape.of(AFTER), 2, 5000);

        assertThat(TopPage.lines(span, "http://127.0.0.1:8001", 50)).containsExactly(
                "Loam at http://127.0.0.1:8001, figures of 2.0 s, 50.0 % of a core, 100.0 MiB",
                "requests  110/s, p50 7.5 ms, p99 10.0 ms, errors 4.5 %, refused 0.0 %",
                "pool      3 of 10 connections used, 1 waiting",
                "places    4 of 12 taken, 2 waiting, 2.0/s sent away",
                "cache     hits 90.0 %, 7 answers kept, 1.0 MiB, lag 4.0 ms",
                "feed      log read, 3 listeners, 0.0/s cut off, 12 sockets",
                "postgres  24 of 100 connections, hits 99.9 %, 0 locks waited for, "
                        + "oldest transaction 250.0 ms",
                "",
                "    LOAD       REQ/S       P50       P99   ERR %  ROUTE       METHOD   TABLE",
                "    2.00         5.0    7.5 ms   10.0 ms     0.0  rest        GET      album",
                "    0.50         100    7.5 ms   10.0 ms     0.0  rest        GET      track",
                "    0.01         5.0    7.5 ms   10.0 ms   100.0  auth        POST");
    }

    @Test
    void what_is_not_measured_is_not_shown() {
        assertThat(TopPage.lines(Span.sinceStart(Scrape.of(BEGUN), 1010), "x", 50))
                .containsExactly("Loam at x, figures of 10.0 s, 0.0 % of a core",
                        "requests  0.0/s, p50 -, p99 -, errors -, refused -", "",
                        "    LOAD       REQ/S       P50       P99   ERR %  ROUTE       "
                                + "METHOD   TABLE");
    }

    @Test
    void rows_are_no_more_than_fit() {
        Span span = Span.between(Scrape.of(BEFORE), Scrape.of(AFTER), 2, 5000);

        assertThat(TopPage.lines(span, "x", 1)).hasSize(10).last().asString().endsWith("album");
    }

    @Test
    void a_process_that_began_anew_counts_from_its_start() {
        Scrape anew = Scrape.of(AFTER.replace("seconds 1000", "seconds 4900"));
        Span span = Span.between(Scrape.of(BEFORE), anew, 2, 5000);

        assertThat(span.seconds()).isEqualTo(100);
        assertThat(span.requests(_ -> true)).isEqualTo(330);
    }

    @Test
    void another_process_does_not_command_the_terminal() {
        Scrape scrape = Scrape.of(BEGUN
                + requests("rest", "GET", "a\033[2Jb", "2xx", 1, 1));

        assertThat(TopPage.lines(Span.sinceStart(scrape, 1010), "x", 50).getLast())
                .endsWith("a?[2Jb");
    }

    @ParameterizedTest
    @CsvSource({"0.0000004, 0 µs", "0.00025, 250 µs", "0.0125, 12.5 ms", "3.25, 3.3 s",
        "600, 10 min", "10800, 3.0 h"})
    void times_have_the_unit_that_suits_them(double seconds, String said) {
        assertThat(TopPage.time(seconds)).isEqualTo(said);
    }

    @Test
    void a_terminal_shows_what_fits_and_hands_on_keys() throws IOException {
        var shown = new StringWriter();
        try (var terminal = Terminal.of(
                new ByteArrayInputStream(new byte[] {'q'}), new PrintWriter(shown))) {
            terminal.show(List.of("first line", "second", "third"), new int[] {3, 5});

            assertThat(terminal.key()).isEqualTo('q');
            assertThat(terminal.key()).isEqualTo(-1);
        }
        assertThat(shown.toString()).contains("first\033[K\r\nsecon\033[K\r\n\033[J")
                .doesNotContain("third");
    }
}
