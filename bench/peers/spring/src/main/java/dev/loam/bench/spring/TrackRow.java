package dev.loam.bench.spring;

import java.math.BigDecimal;

/// A track, for JdbcClient.
public record TrackRow(
        int trackId, String name, int albumId, int mediaTypeId, int genreId, String composer,
        int milliseconds, long bytes, BigDecimal unitPrice) {
}
