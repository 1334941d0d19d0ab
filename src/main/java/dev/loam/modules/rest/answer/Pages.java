package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Field;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Result;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.ask.PageCursor;
import dev.loam.modules.rest.ask.Paging;
import dev.loam.modules.rest.ask.QueryPrint;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.database.Rows;
import dev.loam.ports.web.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The links between the pages of a walk along a key.
///
/// Source: RFC 8288.
final class Pages {
    /// A link longer than this would not fit into a request line that servers take by default.
    private static final int CURSOR_CHARS_MAX = 6_000;
    private static final JsonMapper JSON = new JsonMapper();

    private Pages() {
    }

    /// Fails: 400 LOAM-REST-021 for the cursor of another query, 400 LOAM-REST-020 for one that has
    /// other than this query's number of values.
    static void requireOwnCursor(Answering answering) {
        Paging paging = answering.ask().paging();
        if (paging == null || paging.cursor() == null) {
            return;
        }
        var plan = (Plan.Read) answering.plan();
        String differences = print(answering.ask(), plan).differences(paging.cursor().print());
        if (!differences.isEmpty()) {
            throw new Refusal(new RestFailure.OtherCursor(differences));
        }
        if (paging.after().size() != plan.keyset().terms().size()) {
            throw new Refusal(new RestFailure.BadCursor("It is damaged."));
        }
    }

    /// Adds the links of a page that was read: to the next one where there are more rows, to the
    /// first one from any other.
    ///
    /// Fails: 400 LOAM-REST-022 or LOAM-REST-023 where no next one can be told.
    static void link(Answering answering, Rows rows, Headers.Builder headers) {
        Ask ask = answering.ask();
        List<String> links = new ArrayList<>();
        PageCursor next = next(answering, rows);
        if (next != null) {
            links.add(link(ask, next, "next"));
        }
        if (ask.paging().after() != null) {
            links.add(link(ask, null, "first"));
        }
        if (!links.isEmpty()) {
            headers.add("Link", String.join(", ", links));
        }
    }

    private static String link(Ask ask, PageCursor cursor, String relation) {
        return "<" + ask.paging().reference(cursor, ask.slice().limit()) + ">; rel=\"" + relation
                + "\"";
    }

    /// Where the next page begins, null where there is none.
    private static PageCursor next(Answering answering, Rows rows) {
        byte[] last = rows.bytes(0, Result.LAST);
        if (last == null) {
            return null;
        }
        JsonNode keys = JSON.readTree(last);
        if (keys.size() < 2) {
            return null;
        }
        if (keys.get(0).equals(keys.get(1))) {
            throw new Refusal(new RestFailure.KeyNotUnique());
        }
        List<String> values = new ArrayList<>();
        int chars = 0;
        for (JsonNode value : keys.get(0)) {
            values.add(value.isNull() ? null : value.asString());
            chars += value.isNull() ? 0 : value.asString().length();
        }
        if (chars > CURSOR_CHARS_MAX) {
            throw new Refusal(new RestFailure.CursorTooLong(CURSOR_CHARS_MAX));
        }
        var plan = (Plan.Read) answering.plan();
        return new PageCursor(print(answering.ask(), plan), values);
    }

    private static QueryPrint print(Ask ask, Plan.Read plan) {
        return QueryPrint.of(plan.table().name(), plan.keyset().terms().stream()
                .map(term -> name(term.ordering().operand().field())).toList(), ask.paging());
    }

    private static String name(Field field) {
        return field.column() + field.path().stream()
                .map(step -> (step.asText() ? "->>" : "->") + step.key())
                .collect(Collectors.joining());
    }
}
