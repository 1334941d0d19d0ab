package dev.loam.app.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/// Lines on their way to a stream, which a thread of its own writes: whoever has something to say
/// never waits for whoever reads it.
///
/// So many bytes may wait; what comes while there is no room is dropped, counted, and told of in a
/// line of its own as soon as there is room again. A part is kept for vital lines alone. Once
/// closed, lines are written by whoever brings them, so that none is lost at the end.
final class LineQueue implements AutoCloseable {
    /// The part of the room, in eighths, that lines of no weight may fill.
    private static final int EIGHTHS = 6;
    private static final int BATCH_BYTES = 64 << 10;

    private final OutputStream out;
    private final long bytesMax;
    private final LongFunction<String> notice;
    private final Thread writer;
    private List<byte[]> waiting = new ArrayList<>();
    private long bytes;
    private long dropped;
    private long untold;
    private long written;
    private boolean idle;
    private boolean closed;
    private boolean ended;

    /// @param notice the line that tells how many were dropped
    LineQueue(OutputStream out, long bytesMax, LongFunction<String> notice) {
        this.out = out;
        this.bytesMax = bytesMax;
        this.notice = notice;
        this.writer = Thread.ofPlatform().daemon().name("log").start(this::write);
    }

    /// Takes a line without its end; false where it was dropped.
    boolean offer(String line, boolean vital) {
        byte[] encoded = encoded(line);
        synchronized (this) {
            if (ended) {
                put(List.of(encoded));
                written++;
                return true;
            }
            long room = vital ? bytesMax : bytesMax / 8 * EIGHTHS;
            if (bytes + encoded.length > room) {
                dropped++;
                untold++;
                return false;
            }
            waiting.add(encoded);
            bytes += encoded.length;
            if (idle) {
                notifyAll();
            }
            return true;
        }
    }

    synchronized long dropped() {
        return dropped;
    }

    synchronized long written() {
        return written;
    }

    synchronized long waitingBytes() {
        return bytes;
    }

    private void write() {
        List<byte[]> batch;
        while ((batch = next()) != null) {
            put(batch);
            done(batch);
        }
    }

    /// Waits for lines; null at the end.
    private synchronized List<byte[]> next() {
        while (waiting.isEmpty() && untold == 0) {
            if (closed) {
                ended = true;
                notifyAll();
                return null;
            }
            idle = true;
            try {
                wait();
            } catch (InterruptedException _) {
                // Only an end ends this thread.
            }
            idle = false;
        }
        List<byte[]> batch = waiting;
        waiting = new ArrayList<>();
        if (untold > 0) {
            batch.add(encoded(notice.apply(untold)));
            bytes += batch.getLast().length;
            untold = 0;
        }
        return batch;
    }

    private synchronized void done(List<byte[]> batch) {
        written += batch.size();
        for (byte[] line : batch) {
            bytes -= line.length;
        }
    }

    /// Whole lines at once: another process may write to the same place.
    private void put(List<byte[]> lines) {
        var together = new byte[BATCH_BYTES];
        int length = 0;
        try {
            for (byte[] line : lines) {
                if (length + line.length > BATCH_BYTES) {
                    out.write(together, 0, length);
                    length = 0;
                }
                if (line.length > BATCH_BYTES) {
                    out.write(line);
                } else {
                    System.arraycopy(line, 0, together, length, line.length);
                    length += line.length;
                }
            }
            out.write(together, 0, length);
            out.flush();
        } catch (IOException _) {
            // There is nowhere left to say so; requests go on.
        }
    }

    private static byte[] encoded(String line) {
        return (line + '\n').getBytes(StandardCharsets.UTF_8);
    }

    /// Writes what waits, as long as somebody reads it.
    void close(Duration atMost) {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            writer.join(atMost);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }
}
