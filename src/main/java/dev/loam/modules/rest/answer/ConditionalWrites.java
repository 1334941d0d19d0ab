package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.TableName;
import dev.loam.base.text.PercentCodes;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.query.Plan;
import dev.loam.modules.rest.ask.Conditions;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Target;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;

/// Writes that depend on what the client knows of the rows, so that nobody overwrites what somebody
/// else has changed meanwhile.
///
/// Source: RFC 9110 section 13; RFC 6585 section 3.
public final class ConditionalWrites {
    private static final String REQUIRED = "@if-match required";
    private static final String DATED = "@last-modified ";
    private static final List<String> FORMATS =
            List.of("application/json", "application/vnd.pgrst.object+json");

    private final boolean heeded;
    private final Set<TableName> required;
    private final Preparer preparer;
    private final Runner runner;
    private final Long rowsMax;

    /// Heeds nothing where it is not `heeded`; the rows of `required` are changed in no other way.
    public ConditionalWrites(
            boolean heeded, Set<TableName> required, Preparer preparer, Runner runner,
            Long rowsMax) {
        this.heeded = heeded;
        this.required = Set.copyOf(required);
        this.preparer = preparer;
        this.runner = runner;
        this.rowsMax = rowsMax;
    }

    /// The conditions of a write of a relation, null for one that is done in any case.
    ///
    /// Fails: 400 LOAM-REST-092, 428 LOAM-REST-091.
    public Conditions of(HttpRequest request, Answering answering) {
        if (!heeded || !(answering.plan() instanceof Plan.Write write)) {
            return null;
        }
        Conditions conditions = Conditions.of(request.headers());
        Method method = answering.ask().method();
        if (method == Method.POST) {
            return conditions == null ? null : creating(conditions, answering);
        }
        if (conditions != null && conditions.unmodifiedSince() != null
                && dated(write.table()) == null) {
            conditions = conditions.undated();
        }
        boolean guards = conditions != null && (conditions.match() != null
                || method == Method.PUT && conditions.noneMatch() != null
                        && conditions.noneMatch().any());
        if (!guards) {
            refuseRequired(write.table());
        }
        return conditions;
    }

    /// Of a collection that something is added to only one thing can be said: that it is new.
    private static Conditions creating(Conditions conditions, Answering answering) {
        if (conditions.match() == null && conditions.noneMatch() == null) {
            // What is new was never modified.
            return null;
        }
        if (conditions.match() != null || !conditions.noneMatch().any()) {
            throw new Refusal(new RestFailure.BadCondition(conditions.match() != null
                    ? Conditions.MATCH : Conditions.NONE_MATCH,
                    "A POST can be sent with If-None-Match: * alone."));
        }
        if (answering.ask().preferences().resolution() != null) {
            throw new Refusal(new RestFailure.BadCondition(Conditions.NONE_MATCH,
                    "Prefer: resolution says the opposite of it."));
        }
        return conditions;
    }

    /// The column that says when a row was changed last, null where none does: it is named in the
    /// table's comment.
    private static String dated(Table table) {
        int at = table.comment() == null ? -1 : table.comment().indexOf(DATED);
        if (at < 0) {
            return null;
        }
        String behind = table.comment().substring(at + DATED.length());
        String name = behind.lines().findFirst().orElse("").strip();
        return name.isEmpty() ? null : name;
    }

    private void refuseRequired(Table table) {
        if (required.contains(table.name())
                || table.comment() != null && table.comment().contains(REQUIRED)) {
            throw new Refusal(new RestFailure.PreconditionRequired(table.name().name()));
        }
    }

    /// What has to hold. New rows are told by their keys, and not by what is in the table.
    public Precondition precondition(
            Conditions conditions, Exchange exchange, Catalog catalog, Target.Relation target,
            String schema) {
        if (exchange.request().method().equals("POST")) {
            return new Precondition(conditions, List.of(), null);
        }
        Ready modified = conditions.unmodifiedSince() == null ? null
                : modified(conditions.unmodifiedSince(), exchange, catalog, target, schema);
        if (conditions.match() == null && conditions.noneMatch() == null) {
            return new Precondition(conditions, List.of(), modified);
        }
        List<Ready> readings = new ArrayList<>(3);
        Set<String> types = new HashSet<>();
        String own = exchange.request().header("Accept");
        for (String accept : own == null ? FORMATS : List.of(own, FORMATS.get(0),
                FORMATS.get(1))) {
            Answering reading = preparer.relation(
                    reading(exchange, accept, schema, exchange.request().query()),
                    catalog, target, Method.GET, schema);
            if (reading.accepted().explain() == null
                    && types.add(reading.accepted().contentType())) {
                readings.add(runner.ready(reading, rowsMax));
            }
        }
        return new Precondition(conditions, readings, modified);
    }

    /// Those of the rows that were changed after a moment. HTTP knows no parts of a second: what
    /// was changed within that one was not changed after it.
    private Ready modified(
            Instant since, Exchange exchange, Catalog catalog, Target.Relation target,
            String schema) {
        String column = dated(catalog.table(new TableName(schema, target.name())));
        var query = new StringJoiner("&");
        for (String each : Objects.requireNonNullElse(exchange.request().query(), "").split("&")) {
            if (!each.isEmpty() && !each.startsWith("limit=") && !each.startsWith("offset=")) {
                query.add(each);
            }
        }
        query.add(PercentCodes.encode(column) + "=gte." + since.plusSeconds(1));
        return runner.ready(preparer.relation(
                reading(exchange, FORMATS.getFirst(), schema, query.toString()),
                catalog, target, Method.GET, schema), rowsMax);
    }

    /// The same URL, read. A count is part of what a tag stands for.
    private static Exchange reading(
            Exchange exchange, String accept, String schema, String query) {
        HttpRequest request = exchange.request();
        var headers = Headers.builder().add("Accept", accept).add("Accept-Profile", schema);
        for (String line : request.headers().all("Prefer")) {
            for (String item : line.split(",")) {
                if (item.strip().startsWith("count=")) {
                    headers.add("Prefer", item.strip());
                }
            }
        }
        return exchange.withRequest(new HttpRequest("GET", request.path(), query,
                headers.build(), Body.EMPTY, request.peer(),
                request.secure()));
    }
}
