package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.base.text.PercentCodes;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.modules.rest.grammar.ParsedQuery;
import dev.loam.modules.rest.grammar.RawParam;
import java.util.Comparator;
import java.util.List;

/// A page of a walk along a key, as a request asks for it: by `Prefer: pagination=keyset` for the
/// first one, by `cursor=~…` for those behind it. `cursor` is null for the first page; `params` are
/// those of the query but the cursor and the limit at the top, which may differ from page to page.
public record Paging(PageCursor cursor, List<RawParam> params) {
    private static final String CURSOR = "cursor";
    private static final String LIMIT = "limit";

    /// Null where no such page is asked for.
    ///
    /// Fails: 400 LOAM-REST-020 for a cursor that cannot be read, or with a write.
    static Paging of(ParsedQuery query, Method method, Preferences preferences) {
        if (query.cursor() == null && !preferences.keyset()) {
            return null;
        }
        if (!method.reads()) {
            if (query.cursor() != null) {
                throw new Refusal(new RestFailure.BadCursor("Only a GET or a HEAD has pages."));
            }
            return null;
        }
        PageCursor cursor = query.cursor() == null || query.cursor().isEmpty() ? null
                : PageCursor.parse(query.cursor());
        return new Paging(cursor, query.params().stream()
                .filter(param -> !param.name().equals(LIMIT) && !isCursor(param)).toList());
    }

    private static boolean isCursor(RawParam param) {
        return param.name().equals(CURSOR) && param.value().startsWith("~");
    }

    /// The values of the row that the page follows, null for the first page.
    public List<String> after() {
        return cursor == null ? null : cursor.after();
    }

    /// The same query from another place, as a relative reference: `?…`. A null `next` is the first
    /// page, a null `limit` none.
    ///
    /// Source: RFC 3986 section 4.2.
    public String reference(PageCursor next, Long limit) {
        var to = new StringBuilder("?");
        for (RawParam param : params) {
            add(to, param.name(), param.value());
        }
        if (limit != null) {
            add(to, LIMIT, limit.toString());
        }
        add(to, CURSOR, next == null ? "~" : "~" + next.text());
        return to.toString();
    }

    private static void add(StringBuilder to, String name, String value) {
        if (to.length() > 1) {
            to.append('&');
        }
        PercentCodes.encode(name, to);
        to.append('=');
        PercentCodes.encode(value, to);
    }

    /// The values of the parameters of a name, in one spelling. Of `select` and `order` the first
    /// counts.
    String first(String name) {
        return params.stream().filter(param -> param.name().equals(name))
                .map(RawParam::value).findFirst().orElse("");
    }

    /// All parameters but `select` and `order`, whatever their order.
    List<String> others() {
        return params.stream()
                .filter(param -> !param.name().equals("select") && !param.name().equals("order"))
                .sorted(Comparator.comparing(RawParam::name).thenComparing(RawParam::value))
                .map(param -> param.name() + "=" + param.value()).toList();
    }
}
