package dev.loam.modules.realtime.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.modules.realtime.wire.Outgoing;
import org.junit.jupiter.api.Test;

class TopicTest {
    private final Hub hub = new Hub(bytes -> { });

    /// One that listens and is told nothing here.
    private static final class Listener implements Member {
        @Override
        public void deliver(Outgoing message) {
        }

        @Override
        public boolean takesBroadcasts() {
            return true;
        }
    }

    private boolean tracks(Listener listener, String meta) {
        return hub.track(hub.join(new Hub.Key("room", false), listener), listener, "k", meta);
    }

    @Test
    void so_many_may_be_present_and_another_once_one_leaves() {
        var first = new Listener();
        assertThat(tracks(first, "")).isTrue();
        for (int i = 1; i < 5_000; i++) {
            assertThat(tracks(new Listener(), "")).isTrue();
        }
        assertThat(tracks(new Listener(), "")).isFalse();
        assertThat(tracks(first, "\"again\":1")).isTrue();
        hub.leave(hub.join(new Hub.Key("room", false), first), first);
        assertThat(tracks(new Listener(), "")).isTrue();
    }

    @Test
    void what_is_told_of_all_who_are_present_is_bounded() {
        String large = "\"a\":\"" + "x".repeat(1 << 20) + "\"";
        var first = new Listener();
        assertThat(tracks(first, large)).isTrue();
        assertThat(tracks(first, large)).isTrue();
        assertThat(tracks(new Listener(), large)).isFalse();
        assertThat(tracks(first, "")).isTrue();
        assertThat(tracks(new Listener(), large)).isTrue();
    }
}
