package dev.loam.modules.realtime.stream;

import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.rows.Recipient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.json.JsonMapper;

/// The events that wait for one stream to be written. When more wait than may, the stream is at its
/// end: its client does not read. Thread-safe.
///
/// Source: HTML Living Standard, "Server-sent events".
final class Events implements Recipient {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean ended;
    private boolean live;
    private Place from;
    private String refused;
    private String unanswered;

    Events(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public void row(Place place, byte[] message) {
        add(event(null, place, message));
    }

    @Override
    public void live(Place place) {
        signal(() -> {
            live = true;
            from = place;
        });
    }

    @Override
    public void refused(String why) {
        signal(() -> refused = why);
    }

    @Override
    public void unanswered(String why) {
        signal(() -> unanswered = why);
    }

    @Override
    public void gap(String why) {
        add(event("gap", null, reason(why)));
    }

    @Override
    public void failed(String why) {
        add(event("failed", null, reason(why)));
    }

    /// Nothing more is written.
    void end() {
        signal(() -> ended = true);
    }

    /// Waits until it is known what comes of what was asked for.
    Start start(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!live && refused == null && unanswered == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return new Start(live, from, refused, unanswered);
        } finally {
            lock.unlock();
        }
    }

    /// What came of it: neither live nor refused where nobody answered. Live from behind a place.
    record Start(boolean live, Place from, String refused, String unanswered) {
    }

    /// What is written next, an empty text where nothing has come in that time, null at the end.
    byte[] next(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (waiting.isEmpty() && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (ended) {
                return null;
            }
            var next = waiting.poll();
            bytes -= next == null ? 0 : next.length;
            return next == null ? new byte[0] : next;
        } finally {
            lock.unlock();
        }
    }

    boolean empty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void add(byte[] event) {
        signal(() -> {
            if (bytes + event.length > bytesMax) {
                ended = true;
                waiting.clear();
            } else if (!ended) {
                waiting.add(event);
                bytes += event.length;
            }
        });
    }

    private void signal(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// An event. A message of several lines, as JSON columns may have them, is one field a line.
    static byte[] event(String type, Place place, byte[] message) {
        var text = new ByteArrayOutputStream(message.length + 64);
        if (type != null) {
            text.writeBytes(("event: " + type + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (place != null) {
            text.writeBytes(("id: " + place + "\n").getBytes(StandardCharsets.UTF_8));
        }
        var field = "data: ".getBytes(StandardCharsets.UTF_8);
        text.writeBytes(field);
        for (byte octet : message) {
            // A carriage return alone would end a line too; to JSON both are blanks.
            text.write(octet == '\r' ? ' ' : octet);
            if (octet == '\n') {
                text.writeBytes(field);
            }
        }
        text.writeBytes(new byte[] {'\n', '\n'});
        return text.toByteArray();
    }

    private static byte[] reason(String why) {
        return JSON.writeValueAsBytes(Map.of("reason", why));
    }
}
