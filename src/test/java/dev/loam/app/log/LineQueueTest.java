package dev.loam.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineQueueTest {
    private final Pipe pipe = new Pipe();

    /// Takes what is written once it is open, as a pipe whose reader comes late.
    private static final class Pipe extends OutputStream {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final CountDownLatch open = new CountDownLatch(1);
        private final CountDownLatch reached = new CountDownLatch(1);

        @Override
        public void write(int one) {
            throw new AssertionError("byte by byte");
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException wrong) {
                throw new IOException(wrong);
            }
            read.write(bytes, from, length);
        }

        List<String> lines() {
            return read.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void all_that_waits_is_written_in_its_order_at_the_end() {
        pipe.open.countDown();
        var queue = queue(1 << 20);
        List<String> lines = IntStream.range(0, 5_000).mapToObj(i -> "line ä " + i).toList();
        lines.forEach(line -> assertThat(queue.offer(line, false)).isTrue());
        queue.close();

        assertThat(pipe.lines()).isEqualTo(lines);
        assertThat(queue.written()).isEqualTo(5_000);
        assertThat(queue.waitingBytes()).isZero();
    }

    @Test
    void nobody_waits_for_a_reader_and_what_is_dropped_is_told() throws InterruptedException {
        var queue = queue(1_000);
        queue.offer("first", false);
        pipe.reached.await();
        int taken = 0;
        while (queue.offer("x".repeat(99), false)) {
            taken++;
        }
        assertThat(taken).isEqualTo(7);
        assertThat(queue.offer("y".repeat(99), true)).as("room of the vital").isTrue();
        assertThat(queue.offer("z".repeat(500), true)).as("no room at all").isFalse();
        assertThat(queue.dropped()).isEqualTo(2);
        pipe.open.countDown();
        queue.close();

        assertThat(pipe.lines()).hasSize(10).endsWith("y".repeat(99), "dropped 2");
        assertThat(queue.waitingBytes()).isZero();
    }

    @Test
    void a_line_after_the_end_is_written_at_once() {
        pipe.open.countDown();
        var queue = queue(100);
        queue.close();

        assertThat(queue.offer("late", false)).isTrue();
        assertThat(pipe.lines()).containsExactly("late");
    }

    @Test
    void a_reader_that_never_comes_does_not_keep_the_process() {
        var queue = queue(100);
        queue.offer("unread", false);
        queue.close(Duration.ofMillis(10));

        assertThat(pipe.lines()).isEmpty();
        pipe.open.countDown();
    }

    @Test
    void a_line_longer_than_a_batch_is_whole() {
        pipe.open.countDown();
        var queue = queue(1 << 20);
        queue.offer("a", false);
        queue.offer("b".repeat(100_000), false);
        queue.offer("c", false);
        queue.close();

        assertThat(pipe.lines()).containsExactly("a", "b".repeat(100_000), "c");
    }

    private LineQueue queue(long bytesMax) {
        return new LineQueue(pipe, bytesMax, lines -> "dropped " + lines);
    }
}
