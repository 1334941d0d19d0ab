package dev.loam.kernel.coding;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.coding.Coding;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Codes answers for clients that can read it, and has the codings of requests' bodies undone when
/// they are read.
///
/// An answer whose coding depends on what the client accepts says so in `Vary`, coded or not.
///
/// Source: RFC 9110 sections 8.4 and 12.5.3.
public final class CodeBody implements Stage {
    private static final String CODING = "Content-Encoding";
    private static final String ACCEPTED = "Accept-Encoding";
    private static final Headers VARY = Headers.of("Vary", ACCEPTED);

    private final CodingConfig config;
    private final Codings codings;
    private final Tags tags;
    private final CodedAnswers kept;
    private final Semaphore streams;

    public CodeBody(CodingConfig config) {
        this.config = config;
        this.codings = new Codings(config.codings());
        this.tags = new Tags(config.codings());
        this.kept = new CodedAnswers(config.memoryBytes());
        this.streams = new Semaphore(config.streamsMax());
    }

    /// How many more streams can be coded now.
    public int streamsLeft() {
        return streams.availablePermits();
    }

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        HttpRequest request = exchange.request();
        HttpRequest plain = tagged(decoded(request));
        Exchange inner = plain == request ? exchange : exchange.withRequest(plain);
        if (!(plain.body() instanceof DecodedBody body)) {
            return coded(request, next.handle(inner));
        }
        boolean open = true;
        try {
            HttpResponse response = coded(request, next.handle(inner));
            if (response instanceof HttpResponse.Stream stream) {
                response = new HttpResponse.Stream(stream.status(), stream.reason(),
                        stream.headers(), new Closing(stream.body(), body));
                open = false;
            }
            return response;
        } finally {
            if (open) {
                body.close();
            }
        }
    }

    private HttpRequest decoded(HttpRequest request) {
        if (request.body() == Body.EMPTY || !request.headers().contains(CODING)) {
            return request;
        }
        List<String> sent = request.headers().all(CODING);
        List<Coding> applied = codings.applied(sent);
        if (applied == null) {
            return request.withBody(new UnknownBody(request.body(),
                    new CodingFailure.Unknown(String.join(", ", sent), config.names())));
        }
        Headers headers = request.headers().toBuilder().remove(CODING)
                .remove("Content-Length").build();
        return request.withHeaders(headers).withBody(applied.isEmpty() ? request.body()
                : new DecodedBody(request.body(), applied, config));
    }

    private HttpRequest tagged(HttpRequest request) {
        Headers headers = config.answers() ? tags.plain(request.headers()) : request.headers();
        return headers == request.headers() ? request : request.withHeaders(headers);
    }

    private HttpResponse coded(HttpRequest request, HttpResponse response) {
        if (!config.answers()) {
            return response;
        }
        return switch (response) {
            case HttpResponse.Full full -> full.status() == 304
                    ? full.withHeaders(Tags.unchanged(
                            full.headers(), request.headers(), config.codings()).plus(VARY))
                    : full(request, full);
            case HttpResponse.Stream stream -> stream(request, stream);
            case HttpResponse.Upgrade upgrade -> upgrade;
        };
    }

    private HttpResponse full(HttpRequest request, HttpResponse.Full full) {
        boolean small = full.body() == null || full.body().length < config.answerBytesMin();
        if (small || !Compressible.is(full.headers())) {
            return full;
        }
        Coding coding = wanted(request);
        if (coding == null) {
            return full.withHeaders(full.headers().plus(VARY));
        }
        byte[] coded = null;
        if (!request.method().equals("HEAD")) {
            coded = full.headers().contains(Tags.FIELD)
                    ? kept.coded(full.body(), coding) : coding.encoded(full.body());
            if (coded.length >= full.body().length) {
                return full.withHeaders(full.headers().plus(VARY));
            }
        }
        return new HttpResponse.Full(
                full.status(), full.reason(), head(full.headers(), coding), coded);
    }

    private HttpResponse stream(HttpRequest request, HttpResponse.Stream stream) {
        if (!Compressible.is(stream.headers())) {
            return stream;
        }
        Coding coding = wanted(request);
        if (coding == null || !streams.tryAcquire()) {
            return stream.withHeaders(stream.headers().plus(VARY));
        }
        return new HttpResponse.Stream(stream.status(), stream.reason(),
                head(stream.headers(), coding), new Coded(stream.body(), coding));
    }

    /// The coding of the answer, null for none.
    private Coding wanted(HttpRequest request) {
        String accepted = request.header(ACCEPTED);
        if (accepted == null) {
            return null;
        }
        return codings.accepted(request.headers().all(ACCEPTED));
    }

    private static Headers head(Headers headers, Coding coding) {
        String tag = headers.first(Tags.FIELD);
        Headers own = tag == null ? headers
                : headers.toBuilder().set(Tags.FIELD, Tags.coded(tag, coding)).build();
        return own.plus(Headers.of(CODING, coding.name(), "Vary", ACCEPTED));
    }

    /// Writes a body through a coding. What was not written to its end is not ended either, so that
    /// nobody takes it for the whole.
    private final class Coded implements HttpResponse.BodyWriter {
        private final HttpResponse.BodyWriter plain;
        private final Coding coding;

        Coded(HttpResponse.BodyWriter plain, Coding coding) {
            this.plain = plain;
            this.coding = coding;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (Coding.Encoder encoder = coding.encoder(out)) {
                plain.writeTo(encoder);
                encoder.finish();
            }
        }

        @Override
        public void close() {
            streams.release();
            plain.close();
        }
    }

    /// Frees the body of the request when its answer has been written.
    private record Closing(HttpResponse.BodyWriter writer, DecodedBody body)
            implements HttpResponse.BodyWriter {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            writer.writeTo(out);
        }

        @Override
        public void close() {
            body.close();
            writer.close();
        }
    }
}
