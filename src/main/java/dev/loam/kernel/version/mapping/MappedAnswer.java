package dev.loam.kernel.version.mapping;

import dev.loam.base.text.PercentCodes;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// An answer, from the names of today to those of a version: its rows, and what its head says of
/// them.
///
/// @param rows the names of the rows
/// @param path what the request named in the route, as it was sent
/// @param query the request's own, null for none
/// @param reshaping what becomes of the rows, null where they stay
record MappedAnswer(Names rows, String path, String query, Reshaping reshaping) {
    private static final Set<String> JSON = Set.of("application/json", "application/x-ndjson",
            "application/vnd.pgrst.object+json", "application/vnd.pgrst.array+json",
            "application/vnd.pgrst.object", "application/vnd.pgrst.array");

    static boolean json(String mediaType) {
        return JSON.contains(mediaType);
    }

    HttpResponse of(HttpResponse answer) {
        if (answer.status() / 100 > 3) {
            return answer;
        }
        HttpResponse headed = answer.withHeaders(head(answer.headers()));
        String type = answer.headers().first("Content-Type");
        if (reshaping == null || type == null || !json(Text.mediaType(type))) {
            return headed;
        }
        return switch (headed) {
            case HttpResponse.Full full -> full(full);
            case HttpResponse.Stream stream -> new HttpResponse.Stream(stream.status(),
                    stream.reason(), stream.headers(), new Writer(stream.body(), reshaping));
            case HttpResponse.Upgrade upgrade -> upgrade;
        };
    }

    private HttpResponse full(HttpResponse.Full full) {
        if (full.body() == null || full.body().length == 0) {
            return full;
        }
        try {
            return new HttpResponse.Full(full.status(), full.reason(), full.headers(),
                    reshaping.all(full.body()));
        } catch (JsonText.Broken _) {
            // A function may call something JSON that is none.
            return full;
        }
    }

    /// Rows are written as they come.
    private record Writer(HttpResponse.BodyWriter body, Reshaping reshaping)
            implements HttpResponse.BodyWriter {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            body.writeTo(new RowStream(reshaping, out));
        }

        @Override
        public void close() {
            body.close();
        }
    }

    private Headers head(Headers headers) {
        var changed = Headers.builder();
        headers.forEach((name, value) -> {
            switch (name) {
                case "Location" -> changed.add(name, location(value));
                case "Link" -> changed.add(name, links(value));
                case "ETag" -> changed.add(name, Tags.of(value, rows.version()));
                // It would name the rows of today.
                case "Content-Location" -> { }
                default -> changed.add(name, value);
            }
        });
        return changed.build();
    }

    /// Where a new row is: its key in the version's names.
    private String location(String value) {
        int mark = value.indexOf('?');
        if (mark < 0) {
            return path;
        }
        return path + '?' + RawParameter.all(value.substring(mark + 1)).stream()
                .map(one -> one.name() == null ? one.raw()
                        : PercentCodes.encode(rows.then(one.name()))
                                + one.raw().substring(one.raw().indexOf('=')))
                .collect(Collectors.joining("&"));
    }

    /// Other pages are the request's own query with another cursor.
    private String links(String value) {
        var links = new StringBuilder();
        int copied = 0;
        for (int at = value.indexOf("<?"); at >= 0; at = value.indexOf("<?", copied)) {
            int end = value.indexOf('>', at);
            if (end < 0) {
                break;
            }
            links.append(value, copied, at + 2).append(page(value.substring(at + 2, end)));
            copied = end;
        }
        return links.append(value, copied, value.length()).toString();
    }

    private String page(String linked) {
        List<RawParameter> own = RawParameter.all(query);
        String kept = own.stream().filter(one -> !cursor(one)).map(RawParameter::raw)
                .collect(Collectors.joining("&"));
        boolean limited = own.stream().anyMatch(one -> "limit".equals(one.name()));
        String added = RawParameter.all(linked).stream()
                .filter(one -> cursor(one) || "limit".equals(one.name()) && !limited)
                .map(RawParameter::raw).collect(Collectors.joining("&"));
        return kept.isEmpty() || added.isEmpty() ? kept + added : kept + '&' + added;
    }

    private static boolean cursor(RawParameter one) {
        return "cursor".equals(one.name()) && one.value().startsWith("~");
    }
}
