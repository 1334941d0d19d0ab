package dev.loam.kernel.range;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.util.Arrays;

/// Answers `Range: bytes=` with a part of an answer that is at hand as a whole.
///
/// PostgREST's ranges of rows have no unit in the field (`Range: 0-9`), so that the two never meet.
/// Several ranges at once are answered with the whole, as are those that cannot be read and those
/// whose `If-Range` names another answer; a stream has no parts.
///
/// Source: RFC 9110 section 14 and 13.1.5.
public final class CutBody implements Stage {
    private static final String UNIT = "bytes=";

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        HttpRequest request = exchange.request();
        HttpResponse response = next.handle(exchange);
        String range = request.header("Range");
        if (range == null || !range.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return response;
        }
        boolean whole = request.method().equals("GET") && response.status() == 200
                && !response.headers().contains("Content-Encoding");
        return whole && response instanceof HttpResponse.Full full && full.body() != null
                && same(request.header("If-Range"), full.headers())
                ? cut(full, range.substring(UNIT.length()).strip()) : response;
    }

    /// Only a strong tag says that the bytes are the same.
    private static boolean same(String condition, Headers headers) {
        return condition == null || condition.startsWith("\"")
                && condition.equals(headers.first("ETag"));
    }

    private static HttpResponse cut(HttpResponse.Full full, String range) {
        int length = full.body().length;
        int dash = range.indexOf('-');
        if (dash < 0 || range.indexOf(',') >= 0) {
            return full;
        }
        long first = number(range.substring(0, dash));
        long last = number(range.substring(dash + 1));
        boolean fromEnd = dash == 0;
        boolean open = dash == range.length() - 1;
        if (!fromEnd && first < 0 || !open && last < 0 || fromEnd && open
                || !fromEnd && !open && last < first) {
            return full;
        }
        long from = fromEnd ? Math.max(0, length - last) : first;
        long to = fromEnd || open ? length - 1L : Math.min(last, length - 1L);
        if (from > to) {
            return unsatisfied(full, length);
        }
        byte[] part = Arrays.copyOfRange(full.body(), (int) from, (int) to + 1);
        return new HttpResponse.Full(206, null, full.headers().toBuilder()
                .set("Content-Range", "bytes " + from + "-" + to + "/" + length)
                .set("Accept-Ranges", "bytes").build(), part);
    }

    private static HttpResponse unsatisfied(HttpResponse.Full full, int length) {
        return new HttpResponse.Full(416, null, full.headers().toBuilder()
                .remove("Content-Type").remove("ETag")
                .set("Content-Range", "bytes */" + length)
                .set("Accept-Ranges", "bytes").build(), new byte[0]);
    }

    /// -1 for what is none, and for what is beyond every body.
    private static long number(String digits) {
        if (digits.isEmpty() || digits.length() > 15) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
