package dev.loam.kernel.coding;

import dev.loam.ports.coding.Coding;
import dev.loam.ports.web.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The body of a request without its codings, undone while it is read.
///
/// Reading fails with a `Refusal`: as the body below does, with 400 LOAM-CODING-002 for one that is
/// malformed, and with 413 LOAM-CODING-003 or -004 past its bounds.
final class DecodedBody implements Body, AutoCloseable {
    private final Body sent;
    private final List<Coding> codings;
    private final CodingConfig config;
    private final List<InputStream> layers = new ArrayList<>(Codings.LAYERS_MAX);

    /// @param codings in the order they were applied
    DecodedBody(Body sent, List<Coding> codings, CodingConfig config) {
        this.sent = sent;
        this.codings = codings;
        this.config = config;
    }

    @Override
    public long length() {
        return sent.length() == 0 ? 0 : -1;
    }

    @Override
    public byte[] bytes() {
        int most = config.wholeBodyBytesMax();
        try {
            byte[] body = stream().readNBytes(most + 1);
            if (body.length > most) {
                throw new CodingFailure.TooLarge(most).refusal();
            }
            return body;
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        } finally {
            close();
        }
    }

    @Override
    public InputStream stream() {
        return decoded(sent.stream());
    }

    @Override
    public InputStream stream(Duration atMost) {
        return decoded(sent.stream(atMost));
    }

    private InputStream decoded(InputStream coded) {
        var counted = new CountedStream(coded);
        InputStream stream = counted;
        for (Coding coding : codings.reversed()) {
            try {
                stream = new BoundedStream(
                        coding.decoder(stream), counted, coding.name(), config);
                layers.add(stream);
            } catch (IOException wrong) {
                throw new CodingFailure.Malformed(coding.name(), wrong.getMessage()).refusal();
            }
        }
        return stream;
    }

    /// Frees what decoding holds; the body below is left as it is.
    @Override
    public void close() {
        for (InputStream layer : layers) {
            try {
                layer.close();
            } catch (IOException wrong) {
                throw new UncheckedIOException(wrong);
            }
        }
    }
}
