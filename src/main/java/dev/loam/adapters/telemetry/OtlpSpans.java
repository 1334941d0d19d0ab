package dev.loam.adapters.telemetry;

import dev.loam.ports.telemetry.Span;
import dev.loam.ports.telemetry.SpanSink;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Spans on their way to a collector, in OTLP over HTTP, as protobuf packed by gzip.
///
/// A request's spans are put into a bounded queue, or dropped where it is full; one thread takes
/// them out in batches. A batch that the collector cannot take for the moment (429, 502, 503, 504,
/// or no connection) is sent again, after the time it asks for or after growing pauses; all within
/// the timeout, then it is given up. So a collector that is slow or gone costs spans and never
/// requests. Both losses are counted, and told in the log at most once a minute.
///
/// Protobuf, packing and repetition are the exporter's of OpenTelemetry; its queue is not used,
/// since that rests on `sun.misc.Unsafe`.
///
/// Source: OpenTelemetry Protocol specification, "OTLP/HTTP".
public final class OtlpSpans implements SpanSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpSpans.class);
    /// The exporter writes by itself what is told here. Held, since loggers are else forgotten.
    private static final java.util.logging.Logger SILENT =
            java.util.logging.Logger.getLogger("io.opentelemetry");
    private static final String SCOPE = "dev.loam";
    private static final Duration TELL_EVERY = Duration.ofMinutes(1);
    /// Wakes the thread.
    private static final List<Span> END = List.of();

    private final OtlpConfig config;
    private final BlockingQueue<List<Span>> queue = new LinkedBlockingQueue<>();
    private final Semaphore room;
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Thread thread;
    private volatile boolean closing;
    private long toldLost;
    private long toldNanos;
    /// Made by the thread when it is wanted, since loading it takes longer than all else here.
    private OtlpHttpSpanExporter exporter;
    private OtlpSpan.Source source;

    public OtlpSpans(OtlpConfig config) {
        SILENT.setLevel(Level.OFF);
        this.config = config;
        this.room = new Semaphore(config.spansMax());
        this.toldNanos = System.nanoTime() - TELL_EVERY.toNanos();
        this.thread = Thread.ofVirtual().name("traces").start(this::work);
    }

    private static OtlpHttpSpanExporter exporter(OtlpConfig config) {
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.endpoint().toString())
                .setCompression("gzip")
                .setConnectTimeout(config.timeout())
                .setTimeout(config.timeout());
        config.headers().forEach((name, value) -> builder.addHeader(name, value.value()));
        return builder.build();
    }

    private static Resource resource(OtlpConfig config) {
        return Resource.getDefault().toBuilder()
                .put("service.name", config.service())
                .put("service.version", config.version())
                .put("service.instance.id", UUID.randomUUID().toString())
                .put("process.pid", ProcessHandle.current().pid())
                .build();
    }

    @Override
    public void ended(List<Span> spans) {
        if (closing || !room.tryAcquire(spans.size())) {
            dropped.add(spans.size());
        } else {
            queue.add(spans);
        }
    }

    public OtlpFigures figures() {
        return new OtlpFigures(sent.sum(), dropped.sum(), refused.sum(),
                config.spansMax() - room.availablePermits());
    }

    private void work() {
        try {
            while (!closing || !queue.isEmpty()) {
                attempt(gathered());
                tellLosses(TELL_EVERY);
            }
        } catch (InterruptedException _) {
            // There is no more time for what is left.
        }
    }

    /// Waits for the first span, and then for others as long as it may.
    private List<Span> gathered() throws InterruptedException {
        List<Span> batch = new ArrayList<>(queue.take());
        long end = System.nanoTime() + config.delay().toNanos();
        while (batch.size() < config.batchMax()) {
            long left = closing ? 0 : end - System.nanoTime();
            List<Span> more = queue.poll(left, TimeUnit.NANOSECONDS);
            if (more == null) {
                break;
            }
            batch.addAll(more);
        }
        return batch;
    }

    private void attempt(List<Span> batch) throws InterruptedException {
        try {
            if (!batch.isEmpty()) {
                send(batch);
            }
        } catch (RuntimeException defect) {
            LOG.error("A batch of spans could not be sent", defect);
        }
    }

    private void prepare() {
        if (exporter == null) {
            source = new OtlpSpan.Source(resource(config),
                    InstrumentationScopeInfo.builder(SCOPE).setVersion(config.version()).build());
            exporter = exporter(config);
        }
    }

    private void send(List<Span> batch) throws InterruptedException {
        boolean taken = false;
        try {
            prepare();
            List<SpanData> data = new ArrayList<>(batch.size());
            for (Span span : batch) {
                data.add(new OtlpSpan(span, source));
            }
            CompletableResultCode result = exporter.export(data);
            // The exporter keeps to its timeout by itself; this is for the case that it does not.
            result.join(2 * config.timeout().toMillis(), TimeUnit.MILLISECONDS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            taken = result.isSuccess();
            if (!taken) {
                LOG.debug("A batch of spans was not taken", result.getFailureThrowable());
            }
        } finally {
            (taken ? sent : refused).add(batch.size());
            room.release(batch.size());
        }
    }

    private void tellLosses(Duration pause) {
        long lost = dropped.sum() + refused.sum();
        long now = System.nanoTime();
        if (lost > toldLost && now - toldNanos >= pause.toNanos()) {
            LOG.warn("Lost {} spans of traces; so far {} found no room in the queue, and {} were "
                    + "not taken by {}", lost - toldLost, dropped.sum(), refused.sum(),
                    config.endpoint());
            toldLost = lost;
            toldNanos = now;
        }
    }

    /// Sends what is left, as far as that can be done in the time there is.
    @Override
    public void close() {
        closing = true;
        queue.add(END);
        try {
            if (!thread.join(config.stopMax())) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        for (List<Span> left = queue.poll(); left != null; left = queue.poll()) {
            dropped.add(left.size());
            room.release(left.size());
        }
        tellLosses(Duration.ZERO);
        if (exporter != null) {
            exporter.shutdown();
        }
    }
}
