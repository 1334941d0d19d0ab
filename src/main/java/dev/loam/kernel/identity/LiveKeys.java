package dev.loam.kernel.identity;

import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Keeps the key pairs of a running process up to date with their store.
///
/// One thread reads them, again after each `interval`, and at once when told to; a reading that
/// fails leaves the keys as they are and is tried again after a pause that doubles from one second
/// up to the interval. When the algorithm asks for a key pair and there is none, the first reading
/// makes one. Until then, and whenever no pair can sign, the secret does.
public final class LiveKeys implements Supplier<SigningKeys>, AutoCloseable {
    public static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);

    private final KeyRotation rotation;
    private final KeySeal seal;
    private final SigningAlgorithm algorithm;
    private final TokenSigner secretSigner;
    private final Clock clock;
    private final Duration interval;
    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread reader;
    private volatile SigningKeys current = SigningKeys.UNREAD;
    /// Readings asked for are numbered; one reading serves all that were asked for before it began.
    private long asked = 1;
    private long begun;
    private long done;
    private boolean closed;
    private boolean complete;

    /// What a process has of keys. `secretSigner` signs where no key pair does; null where the
    /// settings hold no symmetric key.
    public record Parts(
            KeyRotation rotation, KeySeal seal, SigningAlgorithm algorithm,
            TokenSigner secretSigner) {
    }

    /// Starts reading.
    public LiveKeys(Parts parts, Clock clock, Duration interval, Listener listener) {
        this.rotation = parts.rotation();
        this.seal = parts.seal();
        this.algorithm = parts.algorithm();
        this.secretSigner = parts.secretSigner();
        this.clock = clock;
        this.interval = interval;
        this.listener = listener;
        this.reader = Thread.ofVirtual().name("key-reader").start(this::readWhenWanted);
    }

    /// Hears what becomes of readings, on the reading thread; must not throw.
    public interface Listener {
        /// Other keys than before. `sealed` of them do not open with the project's secret.
        void onChanged(int sealed);

        void onFailed(String why, Duration pause);
    }

    @Override
    public SigningKeys get() {
        return current;
    }

    /// Signs with what is active at the moment of signing.
    public TokenSigner signer() {
        return claimsJson -> {
            var pair = algorithm.asymmetric() ? current.signer(clock.now()) : null;
            if (pair != null) {
                return pair.sign(claimsJson);
            }
            if (secretSigner == null) {
                throw new IllegalStateException("there is no key to sign with yet");
            }
            return secretSigner.sign(claimsJson);
        };
    }

    /// Reads once more, at once; does not wait for it.
    public void refresh() {
        lock.lock();
        try {
            asked++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a reading that begins from now on and succeeds; false when it does not in time.
    public boolean awaitRefreshed(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long ours = ++asked;
            changed.signalAll();
            long left = atMost.toNanos();
            while (done < ours && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return done >= ours;
        } finally {
            lock.unlock();
        }
    }

    /// Stops reading and waits for a reading under way.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readWhenWanted() {
        var pause = interval;
        while (isWanted(pause)) {
            try {
                read();
                pause = interval;
            } catch (KeysUnreadable wrong) {
                if (!wrong.passing() && current == SigningKeys.UNREAD) {
                    // This database keeps no keys for us.
                    current = SigningKeys.NONE;
                }
                pause = longer(pause);
                listener.onFailed(wrong.getMessage(), pause);
            } catch (RuntimeException defect) {
                // It must not end the thread: other keys may be readable.
                pause = longer(pause);
                listener.onFailed(defect.toString(), pause);
            }
        }
    }

    private void read() throws KeysUnreadable {
        if (!complete && algorithm.asymmetric()) {
            rotation.ensure(algorithm);
        }
        complete = true;
        var next = SigningKeys.of(rotation.list(), seal, clock.now());
        if (!next.same(current)) {
            current = next;
            listener.onChanged(next.sealedCount());
        } else if (current == SigningKeys.UNREAD) {
            current = SigningKeys.NONE;
        }
        lock.lock();
        try {
            done = begun;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Duration longer(Duration pause) {
        var twice = pause.equals(interval) ? PAUSE_MIN : pause.multipliedBy(2);
        return twice.compareTo(interval) > 0 ? interval : twice;
    }

    /// Waits until a reading is due or wanted. False once closed.
    private boolean isWanted(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!closed && begun == asked && left > 0) {
                left = changed.awaitNanos(left);
            }
            begun = asked;
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }
}
