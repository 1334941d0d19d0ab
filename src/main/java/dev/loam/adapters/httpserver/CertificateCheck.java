package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Refusal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is wrong with the certificates of a configuration, or soon will be, without a server.
public final class CertificateCheck {
    private CertificateCheck() {
    }

    /// An `error` keeps the server from its start, or clients from it.
    public record Found(Path certificate, boolean error, String reason) {
    }

    public static List<Found> of(TlsConfig config, Instant now) {
        List<Found> found = new ArrayList<>();
        for (TlsConfig.Pair pair : config.pairs()) {
            try {
                Validity times = Validity.of(pair.certificate(),
                        PairReader.read(pair, config.passphrase()).chain());
                String trouble = times.trouble(now);
                if (trouble != null) {
                    found.add(new Found(pair.certificate(),
                            times.state(now) != Validity.State.ENDING, trouble));
                }
            } catch (Refusal unusable) {
                found.add(new Found(pair.certificate(), true, unusable.getMessage()));
            }
        }
        return found;
    }
}
