package dev.loam.app.running;

import dev.loam.adapters.httpserver.TlsConfig;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Kind;
import dev.loam.kernel.module.Meter.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// When the certificates end that clients are shown, as their files say now.
final class CertificateMeters {
    private static final double MILLIS = 1e3;

    private CertificateMeters() {
    }

    /// @param tls null for plain HTTP
    static Meter of(TlsConfig tls) {
        List<Path> files = tls == null ? List.of()
                : tls.pairs().stream().map(TlsConfig.Pair::certificate).distinct().toList();
        return new Meter("loam_tls_certificate_expiry_timestamp_seconds", Kind.GAUGE,
                "When the certificate in a file ends.", List.of("certificate"),
                () -> readings(files));
    }

    private static List<Reading> readings(List<Path> files) {
        List<Reading> readings = new ArrayList<>(files.size());
        for (Path file : files) {
            Double end = end(file);
            if (end != null) {
                readings.add(new Reading(Map.of("certificate", file.toString()), end));
            }
        }
        return readings;
    }

    /// Null for what is no certificate: who serves it has said so.
    private static Double end(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in)
                    instanceof X509Certificate first ? first.getNotAfter().getTime() / MILLIS
                    : null;
        } catch (IOException | CertificateException _) {
            return null;
        }
    }
}
