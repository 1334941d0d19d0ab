package dev.loam.kernel.identity;

import dev.loam.base.task.Rounds;
import dev.loam.ports.time.Clock;
import java.time.Duration;
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
    private final Rounds rounds;
    private volatile SigningKeys current = SigningKeys.UNREAD;
    private Duration pause;
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
        this.pause = interval;
        this.rounds = new Rounds("key-reader", Duration.ZERO, this::round);
        rounds.begin();
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
        rounds.ask();
    }

    /// Waits for a reading that begins from now on and succeeds; false when it does not in time.
    public boolean awaitRefreshed(Duration atMost) throws InterruptedException {
        return rounds.askAndWait(atMost);
    }

    /// Stops reading and waits for a reading under way.
    @Override
    public void close() {
        rounds.close();
    }

    private Rounds.Next round() {
        try {
            read();
            pause = interval;
            return new Rounds.Next(true, pause);
        } catch (KeysUnreadable wrong) {
            if (!wrong.passing() && current == SigningKeys.UNREAD) {
                // This database keeps no keys for us.
                current = SigningKeys.NONE;
            }
            return failed(wrong.getMessage());
        } catch (RuntimeException defect) {
            // It must not end the thread: other keys may be readable.
            return failed(defect.toString());
        }
    }

    private Rounds.Next failed(String why) {
        pause = longer(pause);
        listener.onFailed(why, pause);
        return new Rounds.Next(false, pause);
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
    }

    private Duration longer(Duration last) {
        var twice = last.equals(interval) ? PAUSE_MIN : last.multipliedBy(2);
        return twice.compareTo(interval) > 0 ? interval : twice;
    }
}
