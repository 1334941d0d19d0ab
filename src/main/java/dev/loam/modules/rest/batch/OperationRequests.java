package dev.loam.modules.rest.batch;

import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes of each operation the request that it would be alone.
///
/// Headers of the batch hold for every operation that does not name them itself, save those that
/// are about the batch's own bytes and answer. `Prefer` is taken item by item, the operation's own
/// first, and its `tx` is the batch's alone. A profile for reading is one for writing too, and the
/// other way round, where the batch names only one.
final class OperationRequests {
    private static final Set<String> OF_THE_BATCH = Set.of(
            "accept", "content-type", "content-length", "content-encoding", "transfer-encoding",
            "expect", "range", "range-unit", "if-match", "if-none-match", "if-unmodified-since");

    private final Exchange batch;
    private final Headers inherited;

    OperationRequests(Exchange batch) {
        this.batch = batch;
        this.inherited = inherited(batch.request().headers());
    }

    Exchange exchange(Operation operation) {
        String target = operation.target();
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        HttpRequest request = new HttpRequest(operation.method(), path,
                query < 0 ? null : target.substring(query + 1), headers(operation.headers()),
                new Content(operation.body()), batch.request().peer(), batch.request().secure());
        return new Exchange(request, path, batch.client(), batch.caller(), batch.requestId(),
                batch.deadline(), batch.trail());
    }

    private Headers headers(Headers own) {
        if (own.size() == 0) {
            return inherited;
        }
        var all = own.toBuilder();
        inherited.forEach((name, value) -> {
            if (name.equalsIgnoreCase("Prefer") || !own.contains(name)) {
                all.add(name, value);
            }
        });
        return all.build();
    }

    private static Headers inherited(Headers batch) {
        var kept = Headers.builder();
        batch.forEach((name, value) -> {
            if (name.equalsIgnoreCase("Prefer")) {
                String others = withoutEnding(value);
                if (!others.isEmpty()) {
                    kept.add(name, others);
                }
            } else if (!OF_THE_BATCH.contains(name.toLowerCase(Locale.ROOT))) {
                kept.add(name, value);
            }
        });
        String reading = batch.first("Accept-Profile");
        String writing = batch.first("Content-Profile");
        if (reading == null && writing != null) {
            kept.add("Accept-Profile", writing);
        } else if (writing == null && reading != null) {
            kept.add("Content-Profile", reading);
        }
        return kept.build();
    }

    private static String withoutEnding(String prefer) {
        return Arrays.stream(prefer.split(",")).map(String::strip)
                .filter(item -> !item.split("=", 2)[0].strip().equals("tx"))
                .collect(Collectors.joining(", "));
    }

    /// A body that is at hand.
    private record Content(byte[] bytes) implements Body {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public InputStream stream() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
