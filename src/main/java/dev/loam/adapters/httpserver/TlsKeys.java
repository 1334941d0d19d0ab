package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificates in force, read again when their files change.
///
/// New files count once they have lain unchanged between two looks and belong together, so nobody
/// is ever served one half of them. Files that are no good leave the old certificate in force, and
/// are named in the log once, as is one that is about to expire. A connection keeps what it began
/// with.
final class TlsKeys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsKeys.class);

    private final TlsConfig config;
    private final Rounds rounds;
    private volatile Read inForce;
    private volatile String refusal;
    private List<Look> served;
    private List<Look> before;
    private List<Look> refused = List.of();
    private List<Validity.State> told = List.of();

    /// What a file looks like from outside.
    private record Look(long modified, long size) {
    }

    /// What the files held.
    private record Read(SSLContext context, List<Validity> times) {
    }

    /// Reads the files; fails with a `Refusal` of a [TlsFailure].
    TlsKeys(TlsConfig config) {
        this.config = config;
        this.served = look();
        this.before = served;
        this.inForce = read();
        this.rounds = new Rounds("http-certificates", config.poll(), () -> {
            lookAgain();
            return new Rounds.Next(true, config.poll());
        });
        tell();
    }

    SSLContext context() {
        return inForce.context();
    }

    boolean onlyNewest() {
        return config.onlyNewest();
    }

    /// What is wrong with the certificates, or soon will be; null for nothing.
    String trouble() {
        Instant now = Instant.now();
        List<String> all = inForce.times().stream().map(time -> time.trouble(now))
                .filter(Objects::nonNull).collect(Collectors.toCollection(ArrayList::new));
        String wrong = refusal;
        if (wrong != null) {
            all.add("the new files are no good, the old ones are served: " + wrong);
        }
        return all.isEmpty() ? null : String.join("; ", all);
    }

    /// Looks again and again for other files, until closed.
    void begin() {
        rounds.begin();
    }

    @Override
    public void close() {
        rounds.close();
    }

    private void lookAgain() {
        List<Look> now = look();
        boolean settled = now.equals(before);
        before = now;
        if (now.equals(served)) {
            refused = List.of();
            refusal = null;
        } else if (settled && !now.equals(refused)) {
            take(now);
        }
        tell();
    }

    private void take(List<Look> now) {
        try {
            Read next = read();
            if (look().equals(now)) {
                inForce = next;
                served = now;
                refused = List.of();
                refusal = null;
                LOG.info("the certificate was replaced");
            }
        } catch (Refusal wrong) {
            refused = now;
            refusal = wrong.getMessage();
            LOG.error("the new certificate is no good, the old one stays: {}", refusal);
        }
    }

    /// Each state of a certificate is worth one line.
    private void tell() {
        Instant now = Instant.now();
        List<Validity> times = inForce.times();
        List<Validity.State> states = times.stream().map(time -> time.state(now)).toList();
        if (!states.equals(told)) {
            told = states;
            times.stream().map(time -> time.trouble(now)).filter(Objects::nonNull)
                    .forEach(trouble -> LOG.warn("tls.certificate: {}", trouble));
        }
    }

    private List<Look> look() {
        var looks = new ArrayList<Look>();
        for (TlsConfig.Pair pair : config.pairs()) {
            looks.add(look(pair.certificate()));
            looks.add(look(pair.key()));
        }
        return looks;
    }

    private static Look look(Path file) {
        try {
            return new Look(Files.getLastModifiedTime(file).to(
                    TimeUnit.NANOSECONDS), Files.size(file));
        } catch (IOException _) {
            return new Look(0, -1);
        }
    }

    private Read read() {
        var entries = new ArrayList<Certificates.Entry>();
        var times = new ArrayList<Validity>();
        for (TlsConfig.Pair pair : config.pairs()) {
            Certificates.Entry entry = PairReader.read(pair, config.passphrase());
            entries.add(entry);
            times.add(Validity.of(pair.certificate(), entry.chain()));
        }
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            // Clients are known by their tokens: no certificate of theirs is asked for.
            made.init(new KeyManager[] {new Certificates(entries)}, new TrustManager[0], null);
            return new Read(made, List.copyOf(times));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has TLS", missing);
        }
    }
}
