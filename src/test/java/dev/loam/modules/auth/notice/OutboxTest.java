package dev.loam.modules.auth.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.kernel.identity.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What becomes of waiting messages at the end of the process.
class OutboxTest {
    private final HandClock clock = new HandClock();
    private final Outbox outbox = new Outbox(clock, _ -> { });
    private final List<String> sent = new ArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    @Test
    void what_waits_and_what_was_broken_off_is_still_sent() throws InterruptedException {
        outbox.takes("broken off", this::brokenOffOnce);
        outbox.takes("waiting", _ -> {
            sent.add("waiting");
            return null;
        });
        end();
        assertThat(sent).containsExactly("broken off", "waiting");
    }

    @Test
    void each_is_tried_once_and_within_three_seconds_together() throws InterruptedException {
        outbox.takes("broken off", this::brokenOffOnce);
        outbox.takes("failing", deadline -> {
            sent.add("failing within " + deadline.left(clock.nanos()).toSeconds() + " s");
            clock.advance(Duration.ofSeconds(5));
            return "down";
        });
        outbox.takes("late", _ -> {
            sent.add("late");
            return null;
        });
        end();
        assertThat(sent).containsExactly("broken off", "failing within 3 s");
    }

    private String brokenOffOnce(Object deadline) {
        if (begun.getCount() > 0) {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return "broken off";
        }
        sent.add("broken off");
        return null;
    }

    private void end() throws InterruptedException {
        var worker = Thread.ofVirtual().start(() -> {
            try {
                outbox.run();
            } catch (InterruptedException _) {
                // As wanted.
            }
        });
        begun.await();
        worker.interrupt();
        worker.join();
    }
}
