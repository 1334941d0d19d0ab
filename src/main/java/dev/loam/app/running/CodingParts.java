package dev.loam.app.running;

import dev.loam.adapters.codec.Deflate;
import dev.loam.adapters.codec.Gzip;
import dev.loam.adapters.codec.Zstandard;
import dev.loam.app.config.CompressionSettings;
import dev.loam.kernel.coding.CodeBody;
import dev.loam.kernel.coding.CodingConfig;
import dev.loam.ports.coding.Coding;
import dev.loam.ports.web.HttpLimits;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The step that codes bodies, with the codings that this machine has.
final class CodingParts {
    private static final Logger LOG = LoggerFactory.getLogger(CodingParts.class);

    private CodingParts() {
    }

    /// Null where there is no coding.
    static CodeBody step(CompressionSettings settings, HttpLimits limits) {
        List<Coding> codings = new ArrayList<>();
        for (String name : settings.codings()) {
            switch (name) {
                case "gzip" -> codings.add(new Gzip(settings.gzipLevel()));
                case "deflate" -> codings.add(new Deflate(settings.gzipLevel()));
                case "zstd" -> zstandard(settings.zstdLevel(), codings);
                default -> throw new IllegalArgumentException(name);
            }
        }
        return codings.isEmpty() ? null : new CodeBody(new CodingConfig(codings,
                settings.answers(), settings.sizeMin(), settings.streamsMax(), settings.memory(),
                limits.bodyBytesMax(), limits.wholeBodyBytesMax(), settings.ratioMax()));
    }

    /// A folder for temporary files that nothing may be run from is the usual reason.
    private static void zstandard(int level, List<Coding> codings) {
        String missing = Zstandard.missing();
        if (missing == null) {
            codings.add(new Zstandard(level));
        } else {
            LOG.warn("The coding zstd is left out, its library cannot be loaded: {}", missing);
        }
    }
}
