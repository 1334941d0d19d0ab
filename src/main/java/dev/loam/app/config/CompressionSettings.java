package dev.loam.app.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What `[compression]` says.
public record CompressionSettings(
        boolean answers, List<String> codings, int sizeMin, int gzipLevel, int zstdLevel,
        int streamsMax, long memory, int ratioMax) {
    static final Set<String> KNOWN = Set.of("zstd", "gzip", "deflate");

    static CompressionSettings from(Resolved values, List<String> problems) {
        List<String> codings = values.get(CompressionTable.CODINGS);
        if (!KNOWN.containsAll(codings) || new HashSet<>(codings).size() < codings.size()) {
            problems.add(values.where(CompressionTable.CODINGS)
                    + ": wanted zstd, gzip and deflate, each once at most");
        }
        return new CompressionSettings(values.get(CompressionTable.ANSWERS), codings,
                Math.toIntExact(values.get(CompressionTable.SIZE_MIN).bytes()),
                values.get(CompressionTable.GZIP_LEVEL), values.get(CompressionTable.ZSTD_LEVEL),
                values.get(CompressionTable.STREAMS_MAX),
                values.get(CompressionTable.MEMORY).bytes(),
                values.get(CompressionTable.RATIO_MAX));
    }
}
