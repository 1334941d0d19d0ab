package dev.loam.app.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// One TCP connection with at most one request under way; a lost one is replaced by a new object.
///
/// Whoever turns it busy sends; the thread of the selector reads, and turns it idle again.
final class LoadConnection {
    private final SocketChannel channel;
    private final AnswerReader answer = new AnswerReader();
    private SelectionKey key;
    private ByteBuffer left;
    private volatile boolean busy;
    private volatile long dueNanos;
    private volatile long sentNanos;

    private LoadConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /// Connects, blocking, and has the selector watch it.
    static LoadConnection open(InetSocketAddress target, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.connect(target);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            var connection = new LoadConnection(channel);
            connection.key = channel.register(selector, SelectionKey.OP_READ, connection);
            selector.wakeup();
            return connection;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    boolean busy() {
        return busy;
    }

    long dueNanos() {
        return dueNanos;
    }

    long sentNanos() {
        return sentNanos;
    }

    AnswerReader answer() {
        return answer;
    }

    /// Takes a request on, without sending it yet.
    void take(WireRequest request, long due, long now) {
        answer.begin(request.head());
        left = request.toSend();
        dueNanos = due;
        sentNanos = now;
        busy = true;
    }

    void idle() {
        busy = false;
    }

    /// Sends as much as the kernel takes; the selector sees to the rest.
    void send() throws IOException {
        channel.write(left);
        boolean writes = (key.interestOps() & SelectionKey.OP_WRITE) != 0;
        if (left.hasRemaining() != writes) {
            key.interestOps(writes ? SelectionKey.OP_READ
                    : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            key.selector().wakeup();
        }
    }

    int read(ByteBuffer to) throws IOException {
        return channel.read(to);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // It is gone, which is what was wanted.
        }
    }
}
