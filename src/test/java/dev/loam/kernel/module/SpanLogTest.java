package dev.loam.kernel.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.ports.telemetry.Span;
import dev.loam.ports.telemetry.Span.Kind;
import dev.loam.ports.telemetry.TraceContext;
import dev.loam.ports.time.Clock;
import java.time.Instant;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class SpanLogTest {
    private final TraceContext trace = new TraceContext(1, 2, 100, 99, true, null);
    private long now;
    private long ids = 200;
    private final SpanLog log = new SpanLog(trace, new Clock() {
        @Override
        public Instant now() {
            return Instant.ofEpochSecond(10, now);
        }

        @Override
        public long nanos() {
            return 5 + now;
        }
    }, () -> ids++);

    @Test
    void a_span_is_inside_of_the_one_that_was_open() {
        now = 10;
        SpanLog.Open outer = log.open("outer", Kind.INTERNAL);
        now = 20;
        log.open("inner", Kind.CLIENT).with("a", 1L).with("b", null).close();
        outer.close();
        log.open("next", Kind.CLIENT).close();
        now = 50;
        log.request().named("GET /").close();

        assertThat(log.spans(0)).extracting(Span::name, Span::id, Span::parent)
                .containsExactly(tuple("GET /", 100, 99), tuple("outer", 200, 100),
                        tuple("inner", 201, 200), tuple("next", 202, 100));
        Span first = log.spans(0).getFirst();
        assertThat(first.beginNanos()).isEqualTo(10_000_000_000L);
        assertThat(first.endNanos()).isEqualTo(10_000_000_050L);
        assertThat(log.spans(0).get(2).attributes()).containsOnlyKeys("a");
    }

    private static Tuple tuple(String name, long id, long parent) {
        return Tuple.tuple(name, id, parent);
    }

    @Test
    void minor_ones_count_only_where_they_took_long_by_themselves() {
        SpanLog.Open quick = log.openMinor("quick");
        SpanLog.Open slow = log.openMinor("slow");
        now += 10;
        SpanLog.Open within = log.openMinor("within");
        SpanLog.Open statement = log.open("statement", Kind.CLIENT);
        now += 100;
        statement.close();
        within.close();
        slow.close();
        quick.close();
        log.request().close();

        List<Span> spans = log.spans(10);
        assertThat(spans).extracting(Span::name).containsExactly("", "slow", "statement");
        assertThat(spans.get(1).parent()).isEqualTo(100);
        assertThat(spans.get(2).parent()).isEqualTo(spans.get(1).id());
    }

    @Test
    void what_failed_counts_and_what_has_not_ended_does_not() {
        log.openMinor("broken").failed("kind", "words").close();
        log.open("open", Kind.CLIENT);
        log.request().close();

        assertThat(log.spans(10)).extracting(Span::name).containsExactly("", "broken");
        assertThat(log.spans(10).getLast().failure()).isEqualTo("words");
        assertThat(log.spans(10).getLast().attributes()).containsEntry("error.type", "kind");
    }

    @Test
    void their_number_is_bounded() {
        for (int i = 0; i < 1_000; i++) {
            SpanLog.Open one = log.open("one", Kind.CLIENT);
            if (one != null) {
                one.close();
            }
        }
        log.request().close();

        assertThat(log.spans(0)).hasSize(SpanLog.SPANS_MAX);
        assertThat(log.spans(0).getFirst().attributes())
                .containsEntry("loam.spans.left_out", 1_001L - SpanLog.SPANS_MAX);
    }

    @Test
    void texts_are_bounded() {
        log.request().with("long", "x".repeat(1_000_000)).close();
        assertThat(log.spans(0).getFirst().attributes().get("long").toString())
                .hasSize(SpanLog.TEXT_CHARS_MAX);
    }

    @Test
    void something_can_be_noted_at_what_is_open() {
        SpanLog.Open open = log.open("open", Kind.CLIENT);
        log.note("a", 1L);
        open.close();
        log.request().close();
        log.note("b", 2L);

        assertThat(log.spans(0).getLast().attributes()).containsOnlyKeys("a");
        assertThat(log.spans(0).getFirst().attributes()).isEmpty();
    }

    @Test
    void what_comes_after_the_end_is_no_part_of_it() {
        log.request().close();
        assertThat(log.open("late", Kind.CLIENT)).isNull();
    }
}
