package dev.loam.modules.auth.admin;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.ports.web.Headers;
import java.util.ArrayList;
import java.util.List;

/// Which page of a list is asked for, and the fields that say where the others are.
///
/// Source: RFC 8288 for `Link`.
public record Pages(String path, long page, int perPage) {
    private static final int PER_PAGE = 50;
    private static final int PER_PAGE_MAX = 1_000;
    private static final long PAGE_MAX = 1_000_000_000;

    /// `path` is that of the list, behind the module's address.
    public static Pages of(Ask ask, String path) {
        return new Pages(path, number(ask, "page", 1, PAGE_MAX),
                (int) number(ask, "per_page", PER_PAGE, PER_PAGE_MAX));
    }

    private static long number(Ask ask, String name, long absent, long max) {
        var text = ask.query().first(name);
        if (text == null || text.isEmpty()) {
            return absent;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 1) {
                return Math.min(number, max);
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw AuthCode.VALIDATION_FAILED.refusal(
                "Bad Pagination Parameters: " + name + " must be a number from 1");
    }

    public long offset() {
        return (page - 1) * perPage;
    }

    public Headers fields(long total) {
        long last = Math.max(1, (total + perPage - 1) / perPage);
        List<String> links = new ArrayList<>(2);
        if (page < last) {
            links.add(link(page + 1, "next"));
        }
        links.add(link(last, "last"));
        return Headers.of("X-Total-Count", Long.toString(total), "Link",
                String.join(", ", links));
    }

    private String link(long number, String relation) {
        return "<" + path + "?page=" + number + "&per_page=" + perPage + ">; rel=\"" + relation
                + "\"";
    }
}
