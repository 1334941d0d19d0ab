package dev.loam.spec;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// A table to fill with many rows, whose triggers note how many statements that takes and as whom,
/// and bodies of such rows, larger than what is taken whole (1 MiB).
final class ManyRows {
    static final int ROWS = 12_000;
    static final String NOTE = "é \"so\" \\ ".repeat(10);
    static final String JSON = "application/json";
    static final String CSV = "text/csv";
    static final String LINES = "application/x-ndjson";

    final TestDatabase database = PostgresFixture.freshDatabase("""
            do $$ begin
              if not exists (select from pg_roles where rolname = 'case_anon') then
                create role case_anon nologin;
              end if;
              if not exists (select from pg_roles where rolname = 'case_user') then
                create role case_user nologin;
              end if;
              if not exists (select from pg_roles where rolname = 'case_login') then
                create role case_login login noinherit password 'case';
              end if;
            end $$;
            grant case_anon, case_user to case_login;
            create schema api;
            create schema other;
            grant usage on schema api, other to case_anon, case_user;
            create table api.good (
              id integer primary key, note text, amount integer default 7,
              later integer references api.good deferrable initially deferred);
            create table api.seen (rows bigint, who text);
            grant all on api.good, api.seen to case_anon, case_user;
            create function other.seen() returns trigger language plpgsql as $$ begin
              insert into api.seen select count(*), current_user from fresh;
              return null;
            end $$;
            create function other.told() returns trigger language plpgsql as $$ begin
              perform set_config('response.headers', '[{"X-Statement": "' ||
                (select count(*) + 1 from api.seen) || '"}]', true);
              return null;
            end $$;
            create trigger told before insert on api.good
              for each statement execute function other.told();
            create trigger seen after insert on api.good
              referencing new table as fresh for each statement
              execute function other.seen();
            create function other.asked() returns void language plpgsql as $$ begin
              insert into api.seen values (-1, current_user);
              set local role case_user;
            end $$;
            """);

    void empty() {
        database.execute("truncate api.good, api.seen");
    }

    int kept() {
        return Integer.parseInt(database.value("select count(*) from api.good"));
    }

    long statements() {
        return Long.parseLong(database.value("select count(*) from api.seen where rows >= 0"));
    }

    /// Connections in a transaction that waits for its client.
    int waiting() {
        return Integer.parseInt(database.value("select count(*) from pg_stat_activity"
                + " where usename = 'case_login' and state = 'idle in transaction'"
                + " and datname = current_database()"));
    }

    static String row(int id) {
        return "{\"id\":" + id + ",\"note\":" + new JsonMapper().writeValueAsString(NOTE + id)
                + "}";
    }

    static String rows(int from, int to, IntFunction<String> row) {
        return IntStream.range(from, to).mapToObj(row).collect(Collectors.joining(",", "[", "]"));
    }

    static String many(String type) {
        return switch (type) {
            case CSV -> IntStream.range(0, ROWS).mapToObj(
                    id -> id + ",\"" + (NOTE + id).replace("\"", "\"\"") + "\"\r\n")
                    .collect(Collectors.joining("", "id,note\r\n", ""));
            case LINES -> IntStream.range(0, ROWS).mapToObj(ManyRows::row)
                    .collect(Collectors.joining("\n"));
            default -> rows(0, ROWS, ManyRows::row);
        };
    }

    static RawHttp.Answer post(
            RestServer to, String target, String body, String... headers) {
        return to.http().send("POST", target, pairs(headers),
                body.getBytes(StandardCharsets.UTF_8));
    }

    static List<String[]> pairs(String... headers) {
        List<String[]> pairs = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            pairs.add(new String[] {headers[i], headers[i + 1]});
        }
        return pairs;
    }
}
