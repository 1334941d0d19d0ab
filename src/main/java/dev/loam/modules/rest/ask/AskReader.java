package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.base.text.PercentCodes;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Asked.Returned;
import dev.loam.kernel.query.Asked.Shape;
import dev.loam.kernel.query.Asked.Slice;
import dev.loam.kernel.validation.BodyCheck;
import dev.loam.kernel.validation.Manner;
import dev.loam.modules.rest.ask.Preferences.Return;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.modules.rest.ask.Payloads.Keys;
import dev.loam.modules.rest.grammar.ParsedQuery;
import dev.loam.modules.rest.grammar.QueryGrammar;
import dev.loam.modules.rest.grammar.RawQuery;
import dev.loam.ports.web.HttpRequest;
import java.util.List;

/// Reads what a request asks for.
///
/// Source: PostgREST documentation, "Tables and Views", "Functions as RPC".
public final class AskReader {
    private final Payloads payloads;

    public AskReader(Payloads payloads) {
        this.payloads = payloads;
    }

    /// A request of a relation by any method but OPTIONS.
    public Ask relation(
            Target.Relation target, Method method, String schema, Preferences preferences,
            HttpRequest request) {
        return relation(target, method, schema, preferences, request, BodyChecks.NONE);
    }

    /// The same, its body looked at while it is read.
    ///
    /// Fails: 422 LOAM-VALIDATION-001 beside.
    public Ask relation(
            Target.Relation target, Method method, String schema, Preferences preferences,
            HttpRequest request, BodyChecks checks) {
        ParsedQuery query = QueryGrammar.parse(RawQuery.parse(request.query()), false);
        var name = new TableName(schema, target.name());
        Paging paging = Paging.of(query, method, preferences);
        Asked asked = switch (method) {
            case GET, HEAD -> new Asked.Read(name, ranged(query.shape(), method, request),
                    preferences.count(), method == Method.HEAD,
                    paging == null ? null : new Asked.Paging(paging.after()));
            case POST -> insert(name, query, preferences, request, checks);
            case PATCH -> update(name, query, preferences, request, checks);
            case PUT -> new Asked.Put(name, withoutRange(query.shape()),
                    payloads.rows(request, Keys.SAME, checks.of(new Manner(
                            false, preferences.missingDefault(), null, false))),
                    preferences.missingDefault(), returned(preferences, Returned.NOTHING));
            case DELETE -> new Asked.Delete(name, unranged(query.shape()),
                    returned(preferences, Returned.NOTHING), preferences.count());
            case OPTIONS -> throw new IllegalArgumentException("OPTIONS asks for no rows");
        };
        return ask(method, schema, asked, preferences,
                "/" + PercentCodes.encode(target.name()), query, paging);
    }

    private Asked insert(
            TableName name, ParsedQuery query, Preferences preferences, HttpRequest request,
            BodyChecks checks) {
        List<String> columns = columns(query, request);
        // Rows with other rows nested in them need not have the same keys.
        Keys keys = columns != null ? Keys.GIVEN
                : preferences.nested() != null ? Keys.ANY : Keys.SAME;
        // Members that are rows of other tables are no values.
        BodyCheck check = preferences.nested() != null ? null : checks.of(
                new Manner(false, preferences.missingDefault(), columns, false));
        return new Asked.Insert(name, unranged(query.shape()),
                payloads.rows(request, keys, check), columns,
                query.onConflict(), preferences.resolution(), preferences.missingDefault(),
                returned(preferences, Returned.KEYS), preferences.count());
    }

    /// The columns to take from the payload. CSV and forms name theirs themselves.
    private static List<String> columns(ParsedQuery query, HttpRequest request) {
        return switch (Payloads.contentType(request)) {
            case Payloads.CSV, Payloads.FORM -> null;
            default -> query.columns();
        };
    }

    private Asked update(
            TableName name, ParsedQuery query, Preferences preferences, HttpRequest request,
            BodyChecks checks) {
        List<String> columns = columns(query, request);
        BodyCheck check = preferences.nested() != null ? null : checks.of(new Manner(
                true, preferences.missingDefault(), columns, Payloads.merges(request)));
        Asked.Payload rows = payloads.rows(
                request, columns != null ? Keys.GIVEN : Keys.SAME, check);
        return new Asked.Update(name, unranged(query.shape()), rows, columns,
                payloads.merges(request, rows), preferences.missingDefault(),
                returned(preferences, Returned.NOTHING), preferences.count());
    }

    /// A call of a function by GET, HEAD or POST.
    ///
    /// Fails: 405 PGRST101 for any other method.
    public Ask procedure(
            Target.Procedure target, Method method, String schema, Preferences preferences,
            HttpRequest request) {
        return procedure(target, method, schema, preferences, request, BodyChecks.NONE);
    }

    /// The same, its body looked at while it is read.
    ///
    /// Fails: 422 LOAM-VALIDATION-001 beside.
    public Ask procedure(
            Target.Procedure target, Method method, String schema, Preferences preferences,
            HttpRequest request, BodyChecks checks) {
        var name = new FunctionName(schema, target.name());
        boolean reads = method.reads();
        if (!reads && method != Method.POST) {
            throw new Refusal(new RestFailure.MethodOnFunction(method.name()));
        }
        ParsedQuery query = QueryGrammar.parse(RawQuery.parse(request.query()), reads);
        var asked = new Asked.Call(name,
                ranged(query.shape(), method, request),
                reads ? query.arguments() : payloads.arguments(request, query.columns(),
                        checks.of(new Manner(false, false, query.columns(), false))),
                reads, preferences.count(), method == Method.HEAD);
        return ask(method, schema, asked, preferences,
                "/rpc/" + PercentCodes.encode(target.name()), query, null);
    }

    private static Ask ask(
            Method method, String schema, Asked asked, Preferences preferences, String resource,
            ParsedQuery query, Paging paging) {
        String canonical = method.reads() ? query.canonical() : "";
        return new Ask(method, schema, asked, preferences, resource,
                canonical.isEmpty() ? resource : resource + "?" + canonical, paging);
    }

    /// Only a GET has a range. Source: RFC 9110 section 14.2.
    private static Shape ranged(Shape shape, Method method, HttpRequest request) {
        Slice top = Ranges.top(shape);
        if (Ranges.empty(top)) {
            return shape;
        }
        Slice requested = method == Method.GET ? Ranges.requested(request.headers()) : Slice.WHOLE;
        return requested == Slice.WHOLE ? shape
                : Ranges.withTop(shape, Ranges.both(top, requested));
    }

    /// Writes concern every row their filters choose: a limit would only hide some of them.
    private static Shape unranged(Shape shape) {
        return Ranges.withTop(shape, Slice.WHOLE);
    }

    private static Shape withoutRange(Shape shape) {
        if (!Ranges.top(shape).equals(Slice.WHOLE)) {
            throw new Refusal(new RestFailure.RangeOnPut());
        }
        return shape;
    }

    /// `forHeaders` is what `return=headers-only` amounts to.
    private static Returned returned(Preferences preferences, Returned forHeaders) {
        if (preferences.returned() == Return.REPRESENTATION) {
            return Returned.ROWS;
        }
        return preferences.returned() == Return.HEADERS_ONLY ? forHeaders : Returned.NOTHING;
    }
}
