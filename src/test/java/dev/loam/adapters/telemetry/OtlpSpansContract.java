package dev.loam.adapters.telemetry;

import static dev.loam.fixture.TraceCollector.attributes;
import static dev.loam.fixture.TraceCollector.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.config.Secret;
import dev.loam.fixture.TraceCollector;
import dev.loam.fixture.TraceCollector.Reply;
import dev.loam.fixture.TraceCollector.Request;
import dev.loam.ports.telemetry.Span;
import dev.loam.ports.telemetry.Span.Kind;
import dev.loam.ports.telemetry.TraceContext;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Spans sent to a collector that takes them, or does not, or not yet.
class OtlpSpansContract {
    private static final TraceContext TRACE = new TraceContext(0x4bf92f3577b34da6L,
            0xa3ce929d0e0e4736L, 5, 3, true, "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");

    private final TraceCollector collector = new TraceCollector();
    private OtlpSpans spans;

    @AfterEach
    void stop() {
        collector.close();
        if (spans != null) {
            spans.close();
        }
    }

    private OtlpSpans to(String url, int spansMax, Duration stopMax) {
        spans = new OtlpSpans(new OtlpConfig(URI.create(url + "/v1/traces"),
                Map.of("Authorization", new Secret("Bearer abc")), "shop", "1.2", spansMax,
                4, Duration.ofMillis(20), Duration.ofSeconds(20), stopMax));
        return spans;
    }

    private OtlpSpans open() {
        return to(collector.url(), 100, Duration.ofSeconds(10));
    }

    private static Span span(long id, long parent, Kind kind, String failure) {
        return new Span(TRACE, id, parent, "span " + id, kind, 1_000, 3_000,
                Map.of("a.text", "t", "a.number", 7L, "a.truth", true), failure);
    }

    private static List<Span> one(long id) {
        return List.of(span(id, 3, Kind.SERVER, null));
    }

    @Test
    void a_span_arrives_as_it_was() {
        open().ended(List.of(span(5, 3, Kind.SERVER, null), span(6, 5, Kind.CLIENT, "no")));
        var got = collector.await(all -> all.size() == 2);

        var server = got.getFirst();
        assertThat(hex(server.getTraceId())).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(hex(server.getSpanId())).isEqualTo("0000000000000005");
        assertThat(hex(server.getParentSpanId())).isEqualTo("0000000000000003");
        assertThat(server.getTraceState()).isEqualTo("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");
        assertThat(server.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(server.getName()).isEqualTo("span 5");
        assertThat(server.getStartTimeUnixNano()).isEqualTo(1_000);
        assertThat(server.getEndTimeUnixNano()).isEqualTo(3_000);
        assertThat(server.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(attributes(server)).isEqualTo(
                Map.of("a.text", "t", "a.number", 7L, "a.truth", true));
        assertThat(got.getLast().getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
        assertThat(got.getLast().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(got.getLast().getStatus().getMessage()).isEqualTo("no");
        assertThat(collector.resource()).containsEntry("service.name", "shop")
                .containsEntry("service.version", "1.2")
                .containsEntry("telemetry.sdk.language", "java")
                .containsKey("service.instance.id");
        assertThat(collector.requests(1).getFirst()).satisfies(request -> {
            assertThat(request.path()).isEqualTo("/v1/traces");
            assertThat(request.headers()).containsEntry("authorization", "Bearer abc")
                    .containsEntry("content-type", "application/x-protobuf")
                    .containsEntry("content-encoding", "gzip");
        });
        until(() -> spans.figures().equals(new OtlpFigures(2, 0, 0, 0)));
    }

    @Test
    void what_does_not_arrive_at_once_is_sent_again_when_the_collector_wants_it() {
        collector.reply(new Reply(503, "2"));
        open().ended(one(5));
        collector.await(all -> all.size() == 1);

        List<Request> requests = collector.requests(2);
        // Longer than the first pause of the exporter's own, which is no more than 1.2 s.
        assertThat(requests.get(1).atNanos() - requests.get(0).atNanos())
                .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1_900));
        until(() -> spans.figures().equals(new OtlpFigures(1, 0, 0, 0)));
    }

    @Test
    void what_the_collector_does_not_want_is_not_sent_again() {
        collector.reply(new Reply(400, null));
        open().ended(one(5));
        until(() -> spans.figures().refused() == 1);
        spans.ended(one(6));

        assertThat(collector.await(all -> all.size() == 1).getFirst().getName())
                .isEqualTo("span 6");
        assertThat(collector.requests(2)).hasSize(2);
    }

    @Test
    void while_nothing_is_answered_spans_are_dropped_and_nobody_waits() {
        collector.hold();
        OtlpSpans small = to(collector.url(), 10, Duration.ofSeconds(10));
        for (int i = 1; i <= 1_000; i++) {
            small.ended(one(i));
        }
        assertThat(small.figures()).isEqualTo(new OtlpFigures(0, 990, 0, 10));

        collector.release();
        assertThat(collector.await(all -> all.size() == 10)).hasSize(10);
        until(() -> small.figures().equals(new OtlpFigures(10, 990, 0, 0)));
    }

    @Test
    void the_end_sends_what_is_left() {
        open();
        for (int i = 1; i <= 50; i++) {
            spans.ended(one(i));
        }
        spans.close();

        assertThat(spans.figures()).isEqualTo(new OtlpFigures(50, 0, 0, 0));
        assertThat(collector.await(all -> true)).hasSize(50);
        spans.ended(one(51));
        assertThat(spans.figures().dropped()).isOne();
    }

    @Test
    void the_end_comes_though_nobody_is_there() {
        OtlpSpans lost = to("http://127.0.0.1:1", 100, Duration.ofMillis(200));
        for (int i = 1; i <= 50; i++) {
            lost.ended(one(i));
        }
        lost.close();

        OtlpFigures figures = lost.figures();
        assertThat(figures.sent() + figures.waiting()).isZero();
        assertThat(figures.dropped() + figures.refused()).isEqualTo(50);
    }

    private static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the end of patience").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
