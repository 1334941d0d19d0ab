package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Asked.Totals;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Result;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.ask.Ending;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.database.Rows;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Makes status, headers and body of a statement's result.
///
/// Source: PostgREST documentation, "Tables and Views", "Pagination and Count", "Vary Header".
public final class Responder {
    private static final byte[] EMPTY = {};

    private final Ending ending;
    private final boolean severalSchemas;
    private final boolean details;

    /// With `details` answers say why they are not kept.
    public Responder(Ending ending, boolean severalSchemas, boolean details) {
        this.ending = ending;
        this.severalSchemas = severalSchemas;
        this.details = details;
    }

    /// `total` is how many rows there are before a cut, negative where it is not known.
    ///
    /// Fails: 416 where the offset lies beyond the total; 500 for unreadable response settings.
    HttpResponse.Full respond(Answering answering, Rows rows, long total) {
        Head head = head(answering, rows, total);
        if (head.tag() != null && answering.reuse().has(head.tag())) {
            return new HttpResponse.Full(304, null, unchanged(head.headers()), null);
        }
        byte[] body = head.bodiless() ? null : rows.bytes(0, Result.BODY);
        if (body != null && binary(answering.accepted().format())) {
            body = unhexed(body);
        }
        boolean silent = answering.ask().method() == Method.HEAD || head.status() == 204
                || head.status() == 304;
        if (silent) {
            body = null;
        } else if (body == null) {
            body = EMPTY;
        }
        return new HttpResponse.Full(head.status(), null, head.headers(), body);
    }

    /// The fields of an answer that the client has already, without those of its content.
    private static Headers unchanged(Headers headers) {
        return headers.toBuilder().remove("Content-Type").remove("Content-Range").build();
    }

    /// The execution plan: its lines, or one JSON text. `kept` tells why the answer itself would be
    /// kept or not, null for nothing.
    HttpResponse explained(Answering answering, Rows rows, String kept) {
        var headers = Headers.builder().add("Content-Type", answering.accepted().contentType());
        if (severalSchemas) {
            headers.add("Content-Profile", answering.ask().schema());
        }
        Provenance.keepApart(headers, null);
        Provenance.explain(headers, kept);
        var text = new ByteArrayOutputStream(1024);
        boolean lines = !answering.accepted().explain().json();
        for (int row = 0; row < rows.size(); row++) {
            text.writeBytes(rows.bytes(row, 0));
            if (lines) {
                text.write('\n');
            }
        }
        return HttpResponse.Full.of(200, headers.build(), text.toByteArray());
    }

    /// An answer whose rows are yet to be read; `count` says how many there will be, of how many.
    HttpResponse stream(Answering answering, Rows rows, HttpResponse.BodyWriter body, Count count) {
        var range = ContentRange.of(
                answering.ask().slice().offset(), count.rows(), count.total());
        Head head = head(answering, rows, range, range.status());
        return new HttpResponse.Stream(head.status(), null, head.headers(), body);
    }

    /// How many rows there are, and of how many; the total negative where it is not known.
    record Count(long rows, long total) {
    }

    /// `tag` is null for an answer without one.
    private record Head(int status, Headers headers, boolean bodiless, String tag) {
    }

    private Head head(Answering answering, Rows rows, long total) {
        long page = rows.number(0, Result.PAGE, 0);
        Ask ask = answering.ask();
        return switch (ask.asked()) {
            case Asked.Read _ -> read(answering, rows, page, total);
            case Asked.Call _ -> read(answering, rows, page, total);
            case Asked.Insert insert -> head(answering, rows,
                    ContentRange.unplaced(written(ask, page)), created(insert, rows));
            case Asked.Put put -> head(answering, rows, null, put(put, rows));
            case Asked.Update update -> head(answering, rows,
                    new ContentRange(0, page - 1, written(ask, page)), changed(update.returned()));
            case Asked.Delete delete -> head(answering, rows,
                    ContentRange.unplaced(written(ask, page)), changed(delete.returned()));
        };
    }

    private Head read(Answering answering, Rows rows, long page, long total) {
        // Nobody knows how many rows lie before a page that follows a key.
        boolean unplaced = answering.ask().paging() != null
                && answering.ask().paging().after() != null;
        var range = unplaced ? ContentRange.unplaced(total)
                : ContentRange.of(answering.ask().slice().offset(), page, total);
        int status = answering.isVoid() ? 204 : unplaced ? page < total ? 206 : 200
                : range.status();
        Head head = head(answering, rows, range, status);
        if (status == 416) {
            Map<String, String> headers = new LinkedHashMap<>();
            head.headers().forEach((name, value) -> headers.merge(
                    name, value, (one, other) -> one + ", " + other));
            throw new Refusal(
                    new RestFailure.OutOfBounds(range.first(), range.total(), headers));
        }
        return head;
    }

    private Head head(Answering answering, Rows rows, ContentRange range, int ownStatus) {
        Ask ask = answering.ask();
        boolean bodiless = answering.bodiless();
        var headers = Headers.builder();
        boolean content = !bodiless || ask.method() == Method.HEAD && !answering.isVoid();
        if (content) {
            headers.add("Content-Type", answering.accepted().contentType());
        }
        if (range != null) {
            headers.add("Content-Range", range.toString());
        }
        if (ask.asked() instanceof Asked.Read) {
            headers.add("Content-Location", ask.location());
        }
        if (ask.asked() instanceof Asked.Insert insert
                && insert.returned() == Asked.Returned.KEYS
                && rows.number(0, Result.PAGE, 0) == 1) {
            Location.add(ask.resource(), rows, headers);
        }
        if (ask.paging() != null) {
            Pages.link(answering, rows, headers);
        }
        String applied = Applied.of(ask, answering.plan(), ending);
        if (applied != null) {
            headers.add("Preference-Applied", applied);
        }
        if (severalSchemas && content) {
            headers.add("Content-Profile", ask.schema());
        }
        if (!answering.plan().renamed().isEmpty()) {
            headers.add("Warning", warning(answering.plan().renamed()));
        }
        ResponseSettings set = ResponseSettings.of(rows);
        int status = set.status() == null ? ownStatus : set.status();
        String tag = Provenance.tag(answering, rows.served(), status, range, applied);
        Provenance.keepApart(headers, tag);
        Provenance.add(headers, rows.served(), answering.reuse().consistency(), details);
        set.over(headers);
        return new Head(status, headers.build(), bodiless, tag);
    }

    private static String warning(List<Plan.Renamed> renamed) {
        return "299 PostgRESTv16 \"Embedded resource was referenced by relation name even though it"
                + " has an alias. This is deprecated and will stop working in a future release."
                + " Update " + renamed.stream()
                        .map(one -> "`" + one.target() + "` to `" + one.alias() + "`")
                        .collect(Collectors.joining(", "))
                + " in query string filters, orders or limits.\"";
    }

    /// An upsert that merges and makes no row new has created nothing.
    private static int created(Asked.Insert insert, Rows rows) {
        boolean merged = insert.resolution() == Asked.Resolution.MERGE
                && rows.number(0, Result.INSERTED, rows.number(0, Result.PAGE, 0)) == 0;
        return merged ? 200 : 201;
    }

    /// Only an answer with a body says whether the row is new.
    private static int put(Asked.Put put, Rows rows) {
        boolean created = rows.number(0, Result.INSERTED, 0) > 0;
        return created && put.returned() == Asked.Returned.ROWS ? 201 : changed(put.returned());
    }

    private static int changed(Asked.Returned returned) {
        return returned == Asked.Returned.ROWS ? 200 : 204;
    }

    /// What is written is known by itself, so that a count costs nothing.
    private static long written(Ask ask, long page) {
        Totals count = ask.preferences().count();
        return count == Totals.EXACT || count == Totals.ESTIMATED ? page : ContentRange.UNKNOWN;
    }

    private static boolean binary(Format format) {
        return format instanceof Format.Scalar scalar && scalar.binary()
                || format instanceof Format.Custom custom && custom.handler().binary();
    }

    /// PostgreSQL's text form of a `bytea`, `\x…`, as bytes; anything else as it is.
    private static byte[] unhexed(byte[] text) {
        if (text.length < 2 || text[0] != '\\' || text[1] != 'x' || text.length % 2 != 0) {
            return text;
        }
        var characters = new char[text.length - 2];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = (char) text[i + 2];
        }
        return HexFormat.of().parseHex(characters, 0, characters.length);
    }
}
