package dev.loam.kernel.coding;

import dev.loam.adapters.codec.Gzip;
import dev.loam.adapters.codec.Zstandard;
import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What compression adds to an answer of rows: for a client that accepts none, for one that does,
/// and where the answer is a kept one.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodedAnswer {
    /// The body in KiB.
    @Param({"2", "10", "100"})
    public int kibibytes;

    private byte[] body;
    private CodeBody zstd;
    private CodeBody gzip;
    private Exchange plain;
    private Exchange accepting;
    private Headers head;
    private Headers keptHead;

    @Setup
    public void prepare() {
        var rows = new StringBuilder("[");
        for (int i = 0; rows.length() < kibibytes << 10; i++) {
            rows.append("{\"track_id\":").append(i).append(",\"name\":\"Track ")
                    .append(i * 7919 % 1013).append("\",\"milliseconds\":").append(i * 104_729)
                    .append(",\"composer\":null},\n ");
        }
        body = rows.toString().getBytes(StandardCharsets.UTF_8);
        zstd = new CodeBody(new CodingConfig(
                List.of(new Zstandard(3)), true, 1024, 100, 16 << 20, 1 << 30, 64 << 20, 200));
        gzip = new CodeBody(new CodingConfig(
                List.of(new Gzip(4)), true, 1024, 100, 16 << 20, 1 << 30, 64 << 20, 200));
        plain = exchange();
        accepting = exchange("Accept-Encoding", "gzip, deflate, br, zstd");
        head = Headers.of("Content-Type", "application/json; charset=utf-8",
                "Content-Range", "0-99/*", "Vary", "Accept, Prefer, Range");
        keptHead = head.plus(Headers.of("ETag", "\"b0a1.7f\""));
    }

    private static Exchange exchange(String... headers) {
        Headers fields = Headers.of("Host", "localhost", "User-Agent", "bench", "apikey", "key",
                "Authorization", "Bearer token", "Accept", "*/*").plus(Headers.of(headers));
        return Exchange.of(new HttpRequest("GET", "/rest/v1/track", null, fields, Body.EMPTY,
                LocalPeer.ANY, false), "/track");
    }

    private Stage.Next answer(Headers fields) {
        return _ -> new HttpResponse.Full(200, null, fields, body);
    }

    @Benchmark
    public HttpResponse nothingAccepted() {
        return zstd.handle(plain, answer(head));
    }

    @Benchmark
    public HttpResponse zstd() {
        return zstd.handle(accepting, answer(head));
    }

    @Benchmark
    public HttpResponse gzip() {
        return gzip.handle(accepting, answer(head));
    }

    @Benchmark
    public HttpResponse kept() {
        return zstd.handle(accepting, answer(keptHead));
    }
}
