package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificates in force, read again when their files change.
///
/// New files count once they have lain unchanged between two looks and belong together, so nobody
/// is ever served one half of them. Files that are no good leave the old certificate in force, and
/// are named in the log once. A connection keeps what it began with.
final class TlsKeys {
    private static final Logger LOG = LoggerFactory.getLogger(TlsKeys.class);
    private static final int FILE_BYTES_MAX = 1 << 20;

    private final TlsConfig config;
    private volatile SSLContext context;
    private List<Look> served;
    private List<Look> before;
    private List<Look> refused = List.of();

    /// What a file looks like from outside.
    private record Look(long modified, long size) {
    }

    /// Reads the files; fails with a `Refusal` of a [TlsFailure].
    TlsKeys(TlsConfig config) {
        this.config = config;
        this.served = look();
        this.before = served;
        this.context = read();
    }

    SSLContext context() {
        return context;
    }

    boolean onlyNewest() {
        return config.onlyNewest();
    }

    /// Looks again and again for other files, until interrupted.
    void watch() {
        try {
            while (true) {
                Thread.sleep(config.poll());
                lookAgain();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAgain() {
        List<Look> now = look();
        boolean settled = now.equals(before);
        before = now;
        if (!settled || now.equals(served) || now.equals(refused)) {
            return;
        }
        try {
            SSLContext next = read();
            if (look().equals(now)) {
                context = next;
                served = now;
                refused = List.of();
                LOG.info("the certificate was replaced");
            }
        } catch (Refusal wrong) {
            refused = now;
            LOG.error("the new certificate is no good, the old one stays: {}",
                    wrong.getMessage());
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

    private SSLContext read() {
        var entries = new ArrayList<Certificates.Entry>();
        for (TlsConfig.Pair pair : config.pairs()) {
            entries.add(entry(pair));
        }
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            // Clients are known by their tokens: no certificate of theirs is asked for.
            made.init(new KeyManager[] {new Certificates(entries)}, new TrustManager[0], null);
            return made;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has TLS", missing);
        }
    }

    private Certificates.Entry entry(TlsConfig.Pair pair) {
        X509Certificate[] chain = chain(pair.certificate());
        PrivateKey key = PemKey.read(pair.key(), text("tls.key", pair.key()),
                config.passphrase());
        if (!belong(chain[0], key)) {
            throw new TlsFailure.Mismatch(pair.certificate(), pair.key()).refusal();
        }
        Instant until = chain[0].getNotAfter().toInstant();
        if (until.isBefore(Instant.now())) {
            LOG.warn("tls.certificate: {} has expired, at {}", pair.certificate(), until);
        }
        try {
            return Certificates.Entry.of(chain, key);
        } catch (IllegalArgumentException malformed) {
            throw new TlsFailure.BadCertificate(
                    pair.certificate(), malformed.getMessage()).refusal();
        }
    }

    private static X509Certificate[] chain(Path file) {
        String pem = text("tls.certificate", file);
        if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
            throw new TlsFailure.BadCertificate(file, "it has no such block").refusal();
        }
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
                    .toArray(X509Certificate[]::new);
        } catch (GeneralSecurityException malformed) {
            throw new TlsFailure.BadCertificate(file, malformed.getMessage()).refusal();
        }
    }

    /// Shown by signing with the one and verifying with the other.
    private static boolean belong(X509Certificate certificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] words = "these two belong together".getBytes(StandardCharsets.US_ASCII);
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(words);
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(words);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static String text(String setting, Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new TlsFailure.Unreadable(setting, file, "it is too large").refusal();
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            throw new TlsFailure.Unreadable(setting, file, "there is no such file").refusal();
        } catch (IOException failure) {
            throw new TlsFailure.Unreadable(setting, file, failure.toString()).refusal();
        }
    }
}
