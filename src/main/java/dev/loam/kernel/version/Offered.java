package dev.loam.kernel.version;

import dev.loam.kernel.module.Stage;
import dev.loam.kernel.version.mapping.MappedRequests;
import dev.loam.ports.web.Headers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A version as requests meet it, with all that can be worked out before they come: the fields of
/// the request that choose its schema, and those that every answer gets.
///
/// Source: RFC 9745 (Deprecation), RFC 8594 (Sunset).
record Offered(
        String name, String schema, Headers toRequest, Headers toAnswer, Instant end,
        String sunset, Stage mapped) {
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    static Offered of(ApiVersion version) {
        String name = version.date().toString();
        var answer = Headers.builder().add("Loam-Version", name).add("Vary", "Loam-Version");
        if (version.deprecated() != null) {
            answer.add("Deprecation", "@" + midnight(version.deprecated()).getEpochSecond());
            if (version.link() != null) {
                answer.add("Link", "<" + version.link() + ">; rel=\"deprecation\"");
            }
        }
        Instant end = null;
        if (version.sunset() != null) {
            end = midnight(version.sunset());
            answer.add("Sunset", HTTP_DATE.format(end.atOffset(ZoneOffset.UTC)));
        }
        return new Offered(name, version.schema(), Headers.of("Accept-Profile", version.schema(),
                "Content-Profile", version.schema()), answer.build(), end,
                version.sunset() == null ? null : version.sunset().toString(),
                version.mapping() == null ? null : new MappedRequests(version.mapping()));
    }

    private static Instant midnight(LocalDate date) {
        return date.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
