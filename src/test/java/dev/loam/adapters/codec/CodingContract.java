package dev.loam.adapters.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.ports.coding.Coding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodingContract {
    static Stream<Coding> codings() {
        assertThat(Zstandard.missing()).isNull();
        return Stream.of(new Gzip(4), new Deflate(4), new Zstandard(3));
    }

    @ParameterizedTest
    @MethodSource("codings")
    void a_body_comes_back_as_it_was(Coding coding) throws IOException {
        var chance = new Random(7);
        for (int length : new int[] {0, 1, 100, 8191, 8192, 70_000, 1 << 20}) {
            byte[] noise = new byte[length];
            chance.nextBytes(noise);
            byte[] text = "[{\"id\":1,\"name\":\"ann\"}]".repeat(length / 20 + 1)
                    .getBytes(StandardCharsets.UTF_8);
            for (byte[] plain : new byte[][] {noise, text}) {
                byte[] coded = coding.encoded(plain);
                assertThat(decoded(coding, coded)).isEqualTo(plain);
                assertThat(coding.encoded(plain)).isEqualTo(coded);
                assertThat(decoded(coding, streamed(coding, plain, 999))).isEqualTo(plain);
            }
            assertThat(coding.encoded(text)).hasSizeLessThan(text.length / 2 + 40);
        }
    }

    @ParameterizedTest
    @MethodSource("codings")
    void what_was_flushed_can_be_decoded_at_once(Coding coding) throws IOException {
        var wire = new ByteArrayOutputStream();
        try (Coding.Encoder encoder = coding.encoder(wire)) {
            for (int i = 1; i <= 3; i++) {
                encoder.write(("data: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
                encoder.flush();
                try (InputStream decoder = coding.decoder(
                        new ByteArrayInputStream(wire.toByteArray()))) {
                    byte[] seen = new byte[9 * i];
                    assertThat(decoder.readNBytes(seen, 0, seen.length)).isEqualTo(seen.length);
                    assertThat(new String(seen, StandardCharsets.UTF_8)).endsWith(i + "\n\n");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codings")
    void a_stream_that_was_given_up_lacks_its_end(Coding coding) throws IOException {
        var wire = new ByteArrayOutputStream();
        try (Coding.Encoder encoder = coding.encoder(wire)) {
            encoder.write(new byte[100_000]);
            encoder.flush();
        }
        assertThatThrownBy(() -> decoded(coding, wire.toByteArray()))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("codings")
    void what_is_cut_short_or_changed_is_malformed(Coding coding) {
        byte[] coded = coding.encoded("some text, some text, some text".getBytes(
                StandardCharsets.UTF_8));
        for (int length = 1; length < coded.length; length++) {
            byte[] cut = Arrays.copyOf(coded, length);
            assertThatThrownBy(() -> decoded(coding, cut)).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> decoded(coding, "[{\"id\":1}]".getBytes(
                StandardCharsets.UTF_8))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("codings")
    void nothing_decodes_to_nothing(Coding coding) throws IOException {
        assertThat(decoded(coding, new byte[0])).isEmpty();
    }

    @Test
    void others_read_our_gzip() throws IOException {
        byte[] plain = "hello, hello".getBytes(StandardCharsets.UTF_8);
        for (byte[] coded : new byte[][] {
            new Gzip(6).encoded(plain), streamed(new Gzip(6), plain, 3)}) {
            assertThat(new GZIPInputStream(new ByteArrayInputStream(coded)).readAllBytes())
                    .isEqualTo(plain);
        }
    }

    @Test
    void members_of_gzip_follow_each_other_however_they_arrive() throws IOException {
        var gzip = new Gzip(4);
        byte[] one = gzip.encoded("one,".getBytes(StandardCharsets.UTF_8));
        byte[] two = gzip.encoded("two".getBytes(StandardCharsets.UTF_8));
        var parts = new SequenceInputStream(
                new ByteArrayInputStream(one), new ByteArrayInputStream(two));
        assertThat(gzip.decoder(parts).readAllBytes()).asString(StandardCharsets.UTF_8)
                .isEqualTo("one,two");
        byte[] garbage = Arrays.copyOf(one, one.length + 3);
        assertThatThrownBy(() -> decoded(gzip, garbage)).isInstanceOf(IOException.class);
    }

    @Test
    void a_million_empty_members_are_nothing() throws IOException {
        byte[] empty = new Gzip(4).encoded(new byte[0]);
        byte[] many = new byte[empty.length * 100_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = empty[i % empty.length];
        }
        assertThat(decoded(new Gzip(4), many)).isEmpty();
    }

    @Test
    void bare_deflate_is_read_too() throws IOException {
        byte[] plain = "bare, bare, bare".getBytes(StandardCharsets.UTF_8);
        var deflater = new Deflater(6, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] coded = new byte[100];
        int length = deflater.deflate(coded);
        deflater.end();
        assertThat(decoded(new Deflate(4), Arrays.copyOf(coded, length))).isEqualTo(plain);
    }

    private static byte[] decoded(Coding coding, byte[] coded) throws IOException {
        try (InputStream decoder = coding.decoder(new ByteArrayInputStream(coded))) {
            return decoder.readAllBytes();
        }
    }

    private static byte[] streamed(Coding coding, byte[] plain, int part) throws IOException {
        var wire = new ByteArrayOutputStream();
        try (Coding.Encoder encoder = coding.encoder(wire)) {
            for (int at = 0; at < plain.length; at += part) {
                encoder.write(plain, at, Math.min(part, plain.length - at));
            }
            encoder.finish();
        }
        return wire.toByteArray();
    }
}
