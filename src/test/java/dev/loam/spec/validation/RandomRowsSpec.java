package dev.loam.spec.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Random values for columns of many types and constraints, sent twice: to be validated, and to
/// PostgreSQL alone. What PostgreSQL takes is never refused; most of what it refuses is.
///
/// `-Dseed=N` throws the same again, `-Drandom.rows=N` throws more or fewer.
class RandomRowsSpec {
    private static final long SEED = Long.getLong("seed", 20261129L);
    private static final int ROWS = Integer.getInteger("random.rows", 1_500);
    private static final String SCHEMA = """
            create schema api;
            create type api.mood as enum ('sad', 'ok', 'Very "happy"');
            create domain api.positive as integer check (value > 0);
            create domain api.code as varchar(5) check (value ~ '^[A-Z]{2}[0-9]*$');
            create domain api.inner as text check (length(value) > 1);
            create domain api.outer as api.inner check (value <> 'no') check (value !~~ '%x%');
            create table api.things (
                small smallint, whole integer, big bigint, num numeric, money numeric(6,2),
                coarse numeric(5,-2), fine numeric(2,4), float real, double double precision,
                flag boolean, id uuid, words text, short varchar(4), padded char(3), bit3 bit(3),
                bits bit varying(4), day date, moment timestamptz, local timestamp, mood api.mood,
                positive api.positive, code api.code, outer_ api.outer, doc jsonb, doc2 json,
                list integer[], names varchar(3)[], addr inet, span int4range, bytes bytea,
                dur interval, clock time,
                c_range integer check (c_range between 1 and 10 or c_range = 50),
                c_in text check (c_in in ('a', 'b', 'é')),
                c_not text check (c_not not in ('x', 'y')),
                c_len text check (char_length(c_len) <= 3 and c_len <> ''),
                c_like varchar(9) check (c_like like 'a%_b' or c_like ilike '\\%Q%'),
                c_mail text check (c_mail ~* '^[^@ ]+@[a-z0-9.-]+\\.[a-z]{2,}$'),
                c_word text check (c_word ~ '^\\w+(\\s\\w+)*$'),
                c_mood api.mood check (c_mood <> 'sad'),
                c_num numeric(5,1) check (c_num >= 0.5 and c_num < 99.95),
                c_double double precision check (c_double > 0.1),
                c_day date check (c_day >= date '2020-02-29'),
                c_doc jsonb check (jsonb_typeof(c_doc) = 'object'),
                c_trim text check (btrim(c_trim) <> '' and lower(c_trim) = c_trim),
                c_null integer check (c_null is null or c_null is distinct from 7),
                c_sum integer check (coalesce(c_sum, 9) * 2 + 1 > 8),
                c_far text check (md5(c_far) <> 'x')
            );
            create table api.strict (
                id integer generated always as identity,
                n integer not null, t text not null default 'x', o integer,
                total integer generated always as (n + 1) stored,
                check (n < o), constraint named check ((n > 0) is true or t = 'free')
            );
            grant usage on schema api to public;
            grant all on all tables in schema api to public;
            """;
    private static final String[] TEXTS = {
            "", " ", "0", "1", "-1", "7", "10", "50", "11", "a", "b", "abc", "abcd", "abcd  ",
            "é", "ééééé", "😀😀😀😀", "😀😀😀😀😀", "aXb", "a%b", "%q", "%Q",
            "a1b", "true", "t", "T", "o", "of",
            "yes", " on ", "null", "NULL", "NaN", "nan", "Infinity", "-inf", "1e3", "1E-2", "1.5",
            ".5", "5.", "1_000", "0x1F", "0b11", " 12 ", "12a", "99.95", "0.44", "99.949",
            "9999.994", "9999.995", "12345678", "1e400", "32767", "32768", "-32768", "-32769",
            "2147483647", "2147483648", "-2147483648", "9223372036854775807",
            "9223372036854775808", "101", "1012", "xF", "xff", "b101", "B10", "2024-02-29",
            "2023-02-29", "2024-13-01", "2024-02-30", "2020-02-28", "0000-01-01", "infinity",
            "today", "yesterday", "noon", "J2451187", "20240101", "Jan 8, 1999", "1/8/1999",
            "2024-01-01T10:00:00Z", "2024-01-01 25:00", "2024-01-01T10:61:00+02:00",
            "2024-01-01 24:00", "2024-01-01 10:00 PM", "2024-02-30 BC", "sad", "ok", "Sad",
            "Very \"happy\"", "AB12", "AB123", "AB1234", "ab", "no", "nope", "ax", "me@b.de",
            "ME@B.DE", "m e@b.de", "me@b.d", "é@b.de", "two words", "two  words", "{1,2}", "{a}",
            "[1,2]", "127.0.0.1", "10.0.0.0/8", "[1,5)", "\\x00ff", "\\xz", "1 day", "10:00",
            "00000000-0000-0000-0000-000000000001", "{00000000-0000-0000-0000-000000000001}",
            "00000000000000000000000000000001", "0000-0000-0000-0000-0000-0000-0000-0001",
            "00000000-0000-0000-0000-00000000000", "g0000000-0000-0000-0000-000000000001",
            "00--000000000000000000000000000001", "A0000000-0000-0000-0000-00000000000F", "tab\t",
            "line\nbreak", "  lower", "UPPER", "\u00a0", "１２", "\u0663", "x", "y", "z"};
    private static final String[] BARE = {
            "null", "true", "false", "0", "1", "-1", "7", "-0", "1.0", "1.5", "1e2", "1E+2",
            "100e-2", "32768", "2147483648", "1e10", "9223372036854775808", "0.1", "99.95",
            "0.4999", "12345.6", "1e-7", "{}", "{\"a\":1}", "[]", "[1]", "[1,null,\"2\"]",
            "[\"abc\",\"abcd\"]", "[1.5]", "[\"x\"]", "[[1,2],[3,4]]", "[true]", "[{}]"};

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<String, int[]> caught = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private RestServer server;

    @Test
    void nothing_that_postgresql_takes_is_refused() {
        var database = PostgresFixture.freshDatabase(SCHEMA);
        try (var running = RestServer.start(database.url(), Map.of(
                "PGRST_DB_SCHEMAS", "api", "PGRST_DB_ANON_ROLE", "postgres"))) {
            server = running;
            List<String> columns = List.of(database.value("""
                    select string_agg(attname, ',') from pg_attribute
                    where attrelid = 'api.things'::regclass and attnum > 0""").split(","));
            for (int i = 0; i < ROWS; i++) {
                thingsRow(columns.get(random.nextInt(columns.size())));
                if (i % 4 == 0) {
                    strictRow();
                }
            }
        }
        int refused = caught.values().stream().mapToInt(counts -> counts[1]).sum();
        int told = caught.values().stream().mapToInt(counts -> counts[0]).sum();
        var seen = new StringBuilder("seed " + SEED + ": of " + refused
                + " refusals of PostgreSQL " + told + " were told before\n");
        caught.forEach((code, counts) -> seen.append(code).append(": ")
                .append(counts[0]).append(" of ").append(counts[1]).append('\n'));
        System.out.print(seen);
        assertThat(wrong).as(seen.toString()).isEmpty();
        assertThat(told).as(seen.toString()).isGreaterThan(refused * 2 / 3);
    }

    private void thingsRow(String column) {
        boolean csv = random.nextInt(6) == 0;
        boolean defaults = !csv && random.nextInt(4) == 0;
        String value = random.nextInt(5) < 3 || csv ? TEXTS[random.nextInt(TEXTS.length)] : null;
        String body = csv ? column + "\n\"" + value.replace("\"", "\"\"") + "\"\n"
                : "{\"" + column + "\":" + (value == null ? BARE[random.nextInt(BARE.length)]
                        : quoted(value)) + "}";
        both("/things", body, csv ? "text/csv" : "application/json",
                defaults ? "missing=default, " : "", column);
    }

    private void strictRow() {
        var body = new StringBuilder("[");
        for (int i = random.nextInt(3); i >= 0; i--) {
            body.append(body.length() == 1 ? "{" : ",{");
            String[] names = {"n", "t", "o", "total", "id"};
            boolean first = true;
            for (String name : names) {
                if (random.nextInt(names.length) >= (name.equals("total") || name.equals("id")
                        ? 4 : 1)) {
                    body.append(first ? "\"" : ",\"").append(name).append("\":")
                            .append(name.equals("t") ? random.nextBoolean() ? "\"free\"" : "null"
                                    : random.nextInt(5) == 0 ? "null" : random.nextInt(9) - 2);
                    first = false;
                }
            }
            body.append('}');
        }
        String columns = random.nextInt(3) == 0 ? "?columns=n,o" : "";
        both("/strict" + columns, body.append(']').toString(), "application/json",
                random.nextBoolean() ? "missing=default, " : "", "strict");
    }

    private void both(
            String target, String body, String type, String preferences, String column) {
        RawHttp.Answer plain = post(target, body, type, preferences + "tx=rollback");
        RawHttp.Answer told = post(target, body, type,
                preferences + "tx=rollback, validation=all");
        boolean refusedBefore = told.text().contains("LOAM-VALIDATION-001");
        boolean taken = plain.status() == 201;
        String shown = "-Dseed=" + SEED + " " + target + " " + preferences + body + "\n"
                + plain.text() + "\n" + told.text();
        if (taken && told.status() != 201 || plain.status() >= 500 || told.status() >= 500
                || !taken && !refusedBefore && told.status() != plain.status()) {
            wrong.add(shown);
        }
        // Keys that differ, or columns that are not there, are no matter of rows.
        if (!taken && !plain.text().contains("PGRST102")) {
            String code = code(plain) + " " + column;
            int[] counts = caught.computeIfAbsent(code, _ -> new int[2]);
            counts[0] += refusedBefore ? 1 : 0;
            counts[1]++;
        }
    }

    private static String code(RawHttp.Answer answer) {
        int at = answer.text().indexOf("\"code\":\"");
        return at < 0 ? "?" : answer.text().substring(at + 8, answer.text().indexOf('"', at + 8));
    }

    private RawHttp.Answer post(String target, String body, String type, String preferences) {
        return server.http().send("POST", target, List.of(new String[][] {
            {"Content-Type", type}, {"Prefer", preferences}}),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < ' ') {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append(c == '"' || c == '\\' ? "\\" : "").append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
