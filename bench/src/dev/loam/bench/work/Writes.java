package dev.loam.bench.work;

import static dev.loam.bench.work.Dialect.DIRECTUS;
import static dev.loam.bench.work.Dialect.GRAPHQL;
import static dev.loam.bench.work.Dialect.JDBC;
import static dev.loam.bench.work.Dialect.REST;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The workloads that write. All of them are done by a customer with a token, and undone before
/// each turn; after one request the tables must hold the same whichever system wrote.
final class Writes {
    private static final String EMPTY_READING = "truncate reading restart identity";
    private static final String READINGS =
            "select sensor, value, note from reading order by reading_id";
    private static final String OLD_STOCK = "delete from stock where item_id > 1000;"
            + " update stock set amount = item_id, note = 'item ' || item_id; vacuum stock";
    private static final String STOCK =
            "select item_id, amount, note from stock where item_id <= 3 or item_id > 1000"
            + " order by item_id";
    private static final int ITEMS = 1_000;

    private Writes() {
    }

    static List<Workload> all() {
        return List.of(insert(), insertTwenty(), bulk(), upsert(), patch(), body100k(), mixed());
    }

    private static Workload insert() {
        return Workload.named("insert", "one row").by(Who.CUSTOMER)
                .asks(REST, quiet(Call.send("POST", "/reading", reading(7))))
                .asks(JDBC, Call.send("POST", "/reading", reading(7)))
                .asks(GRAPHQL, Reads.graphql("mutation { createReading(input: {reading: {sensor: "
                        + "7, value: \"7.5\", note: \"reading 7\"}}) { clientMutationId } }"))
                .asks(DIRECTUS, Call.send("POST", "/items/reading", reading(7)))
                .limit(insertion(reading(7), "json_to_record"))
                .writes(EMPTY_READING, READINGS);
    }

    private static Workload insertTwenty() {
        return Workload.named("insert-20", "20 rows in one request").by(Who.CUSTOMER)
                .asks(REST, quiet(Call.send("POST", "/reading", readings(20))))
                .asks(JDBC, Call.send("POST", "/readings", readings(20)))
                .asks(DIRECTUS, Call.send("POST", "/items/reading", readings(20)))
                .limit(insertion(readings(20), "json_to_recordset"))
                .writes(EMPTY_READING, READINGS);
    }

    private static Workload bulk() {
        return Workload.named("bulk", "10,000 rows in one request, on 4 connections")
                .by(Who.CUSTOMER).connections(4)
                .asks(REST, quiet(Call.send("POST", "/reading", readings(10_000))))
                .asks(JDBC, Call.send("POST", "/readings", readings(10_000)))
                .limit("insert into reading (sensor, value, note) values "
                        + IntStream.rangeClosed(1, 10_000)
                                .mapToObj(n -> "(" + n + ", " + n + ".5, 'reading " + n + "')")
                                .collect(Collectors.joining(", ")))
                .writes(EMPTY_READING, READINGS);
    }

    /// Half of the rows are there already; each request has a row of its own, as callers do.
    private static Workload upsert() {
        return Workload.named("upsert", "one row, there or not").by(Who.CUSTOMER)
                .asks(REST, each(id -> quiet(Call.send("POST", "/stock", stock(2 * id)))
                        .with("Prefer", "return=minimal, resolution=merge-duplicates")))
                .asks(JDBC, each(id -> Call.send("PUT", "/stock", stock(2 * id))))
                .limit(Limits.told("insert into stock (item_id, amount, note) select 2 * :id,"
                        + " amount, note from json_to_record('{\"amount\": 5, \"note\": \"new\"}')"
                        + " as body(amount integer, note text) on conflict (item_id) do update set"
                        + " amount = excluded.amount, note = excluded.note"))
                .writes(OLD_STOCK, STOCK);
    }

    private static Workload patch() {
        return Workload.named("patch", "one column of a row by key").by(Who.CUSTOMER)
                .asks(REST, each(id -> quiet(Call.send(
                        "PATCH", "/stock?item_id=eq." + id, "{\"amount\":5}"))))
                .asks(JDBC, each(id -> Call.send("PATCH", "/stock/" + id, "{\"amount\":5}")))
                .asks(GRAPHQL, each(id -> Reads.graphql("mutation { updateStockByItemId(input: "
                        + "{itemId: " + id + ", stockPatch: {amount: 5}}) { clientMutationId } }")))
                .asks(DIRECTUS, each(id -> Call.send(
                        "PATCH", "/items/stock/" + id, "{\"amount\":5}")))
                .limit("update stock set amount = body.amount from json_to_record("
                        + "'{\"amount\": 5}') as body(amount integer) where item_id = :id")
                .writes(OLD_STOCK, STOCK);
    }

    private static Workload body100k() {
        String body = "{\"content\":\"" + "0123456789".repeat(10_000) + "\"}";
        return Workload.named("body-100k", "a row of 100 KB is inserted").by(Who.CUSTOMER)
                .asks(REST, quiet(Call.send("POST", "/document", body)))
                .asks(JDBC, Call.send("POST", "/document", body))
                .asks(DIRECTUS, Call.send("POST", "/items/document", body))
                .limit("insert into document (content) values (repeat('0123456789', 10000))")
                .writes("delete from document where document_id > 1;"
                        + " alter sequence document_document_id_seq restart with 2;"
                        + " vacuum document",
                        "select document_id, md5(content) from document order by document_id");
    }

    /// Seven reads by key, a page, an insert and a change in ten requests.
    private static Workload mixed() {
        return Workload.named("mixed", "80 % reads, 20 % writes").by(Who.CUSTOMER)
                .asks(REST, mix(id -> Call.get("/track?track_id=eq." + id),
                        Call.get("/track?genre_id=eq.1&order=milliseconds.desc,track_id"
                                + "&limit=50&offset=50"),
                        quiet(Call.send("POST", "/reading", reading(7))),
                        id -> quiet(Call.send(
                                "PATCH", "/stock?item_id=eq." + id, "{\"amount\":5}"))))
                .asks(JDBC, mix(id -> Call.get("/track/" + id),
                        Call.get("/tracks/genre/1?limit=50&offset=50"),
                        Call.send("POST", "/reading", reading(7)),
                        id -> Call.send("PATCH", "/stock/" + id, "{\"amount\":5}")))
                .writes(EMPTY_READING + "; " + OLD_STOCK, STOCK);
    }

    private interface ById {
        Call of(int id);
    }

    private static List<Call> each(ById call) {
        return IntStream.rangeClosed(1, ITEMS).mapToObj(call::of).toList();
    }

    private static List<Call> mix(ById read, Call page, Call insert, ById change) {
        List<Call> calls = new ArrayList<>();
        for (int id = 1; id <= ITEMS; id++) {
            calls.add(switch (id % 10) {
                case 3 -> page;
                case 6 -> insert;
                case 9 -> change.of(id);
                default -> read.of(id);
            });
        }
        return calls;
    }

    private static Call quiet(Call call) {
        return call.with("Prefer", "return=minimal");
    }

    private static String reading(int number) {
        return "{\"sensor\":" + number + ",\"value\":" + number + ".5,\"note\":\"reading "
                + number + "\"}";
    }

    private static String readings(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Writes::reading)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String stock(int id) {
        return "{\"item_id\":" + id + ",\"amount\":5,\"note\":\"new\"}";
    }

    /// From JSON, as the dialect inserts.
    private static String insertion(String json, String function) {
        return "insert into reading (sensor, value, note) select sensor, value, note from "
                + function + "('" + json.replace("\":", "\": ")
                + "') as body(sensor integer, value numeric, note text)";
    }
}
