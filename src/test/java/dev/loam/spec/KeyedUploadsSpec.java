package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Writes under a key whose bodies are read as they arrive (more than 1 MiB), or that another
/// process is busy with.
class KeyedUploadsSpec {
    private static final int ROWS = 12_000;
    private static final String NOTE = "n".repeat(100);
    private static final String JSON = "application/json";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static TestDatabase tables;
    private static AuthServer server;

    @BeforeAll
    static void start() {
        tables = AuthServer.database();
        tables.execute("""
                create table public.rows (id int primary key, note text);
                create table public.seen (number bigint);
                create function public.see() returns trigger language plpgsql as $$
                begin
                    insert into public.seen select count(*) from fresh;
                    return null;
                end $$;
                create trigger see after insert on public.rows
                    referencing new table as fresh for each statement
                    execute function public.see();
                create function public.length_of(note text) returns int language sql as $$
                    insert into public.seen values (length(note));
                    select length(note)
                $$;
                create function public.held(n int) returns int language plpgsql as $$
                begin
                    insert into public.seen values (n);
                    perform pg_advisory_xact_lock_shared(n);
                    return n;
                end $$;
                """);
        server = AuthServer.start(tables, Map.of("idempotency.wait", "500ms"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        tables.execute("truncate public.rows, public.seen");
    }

    private static String key() {
        return '"' + UUID.randomUUID().toString() + '"';
    }

    private static List<String[]> fields(String key, String type, String... more) {
        var fields = new ArrayList<String[]>();
        fields.add(AuthServer.service());
        fields.add(new String[] {"Idempotency-Key", key});
        fields.add(new String[] {"Content-Type", type});
        for (int i = 0; i < more.length; i += 2) {
            fields.add(new String[] {more[i], more[i + 1]});
        }
        return fields;
    }

    private static RawHttp.Answer send(
            String target, String key, String type, String body, String... more) {
        return sendTo(server, target, key, type, body, more);
    }

    private static RawHttp.Answer sendTo(AuthServer to, String target, String key, String type,
            String body, String... more) {
        return new RawHttp(to.port()).send("POST", "/rest/v1" + target,
                fields(key, type, more), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String many(String type) {
        return switch (type) {
            case JSON -> joined("{\"id\":%d,\"note\":\"" + NOTE + "\"}", ",", "[", "]");
            case "text/csv" -> joined("%d," + NOTE, "\n", "id,note\n", "\n");
            default -> joined("{\"id\":%d,\"note\":\"" + NOTE + "\"}", "\n", "", "\n");
        };
    }

    private static String joined(String row, String between, String before, String after) {
        return IntStream.range(0, ROWS).mapToObj(row::formatted)
                .collect(Collectors.joining(between, before, after));
    }

    private static String kept() {
        return tables.value("select count(*) from public.rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, "text/csv", "application/x-ndjson"})
    void what_is_read_as_it_arrives_is_done_once(String type) {
        String key = key();
        String body = many(type);
        assertThat(body.length()).isGreaterThan(1 << 20);
        RawHttp.Answer first = send("/rows", key, type, body, "Prefer", "count=exact");
        RawHttp.Answer second = send("/rows", key, type, body, "Prefer", "count=exact");

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(tables.value("select count(*) > 1 from public.seen"))
                .as("in parts").isEqualTo("t");
        assertThat(second.status()).as(second.text()).isEqualTo(201);
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(second.header("Content-Range")).isEqualTo("*/" + ROWS)
                .isEqualTo(first.header("Content-Range"));
        assertThat(kept()).isEqualTo(Integer.toString(ROWS));
    }

    @Test
    void a_length_need_not_be_told() {
        String key = key();
        byte[] body = many(JSON).getBytes(StandardCharsets.UTF_8);
        for (int sent = 0; sent < 2; sent++) {
            RawHttp.Answer answer = new RawHttp(server.port()).post(
                    "/rest/v1/rows", fields(key, JSON), out -> out.write(body));
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            assertThat(answer.header("Idempotent-Replayed")).isEqualTo(sent == 0 ? null : "true");
        }
        assertThat(send("/rows", key, JSON, many(JSON)).header("Idempotent-Replayed"))
                .as("nor is it part of the request").isEqualTo("true");
    }

    @Test
    void a_body_that_differs_in_its_last_byte_is_another_request() {
        String key = key();
        send("/rows", key, JSON, many(JSON));
        RawHttp.Answer other = send("/rows", key, JSON, many(JSON) + ' ');
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text()).contains("LOAM-IDEMPOTENCY-003");
        assertThat(kept()).isEqualTo(Integer.toString(ROWS));
    }

    @Test
    void what_ended_in_the_middle_is_done_when_it_comes_again() {
        String key = key();
        byte[] body = many(JSON).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new RawHttp(server.port()).post(
                "/rest/v1/rows", fields(key, JSON), out -> {
                    out.write(body, 0, body.length - 100);
                    out.flush();
                    throw new IOException("the client is gone");
                })).isInstanceOf(UncheckedIOException.class);

        RawHttp.Answer again = Eventually.value(PATIENCE, () -> {
            RawHttp.Answer answer = send("/rows", key, JSON, many(JSON));
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            return answer;
        });
        assertThat(again.header("Idempotent-Replayed")).isNull();
        assertThat(kept()).isEqualTo(Integer.toString(ROWS));
    }

    @Test
    void two_at_the_same_time_are_done_once() {
        String key = key();
        String body = many(JSON);
        var replies = IntStream.range(0, 2).mapToObj(_ -> CompletableFuture.supplyAsync(
                () -> Eventually.value(PATIENCE, () -> {
                    RawHttp.Answer answer = send("/rows", key, JSON, body);
                    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
                    return answer;
                }))).toList().stream().map(CompletableFuture::join).toList();

        assertThat(replies).filteredOn(
                reply -> reply.header("Idempotent-Replayed") == null).hasSize(1);
        assertThat(kept()).isEqualTo(Integer.toString(ROWS));
    }

    @Test
    void an_answer_larger_than_1_MiB_is_refused_with_all_its_rows() {
        String key = key();
        RawHttp.Answer large = send("/rows", key, JSON, many(JSON),
                "Prefer", "return=representation");
        assertThat(large.status()).as(large.text()).isEqualTo(422);
        assertThat(large.text()).contains("LOAM-IDEMPOTENCY-005", "of at most 1048576");
        assertThat(kept()).isEqualTo("0");
        assertThat(send("/rows", key, JSON, many(JSON)).status()).isEqualTo(201);
    }

    @Test
    void what_has_to_be_taken_whole_is_done_once_too() {
        String key = key();
        for (int sent = 0; sent < 2; sent++) {
            RawHttp.Answer rows = send("/rows?select=id&order=id", key, JSON, many(JSON),
                    "Prefer", "return=representation");
            assertThat(rows.status()).as(rows.text()).isEqualTo(201);
            assertThat(rows.header("Idempotent-Replayed")).isEqualTo(sent == 0 ? null : "true");
        }
        assertThat(tables.value("select count(*) from public.seen")).isEqualTo("1");

        String note = "{\"note\":\"" + "x".repeat(3 << 19) + "\"}";
        String call = key();
        for (int sent = 0; sent < 2; sent++) {
            assertThat(send("/rpc/length_of", call, JSON, note).text()).isEqualTo("1572864");
        }
        assertThat(tables.value("select count(*) from public.seen where number = 1572864"))
                .isEqualTo("1");
    }

    @Test
    void what_another_process_is_busy_with_is_answered_by_it_alone() throws SQLException {
        String key = key();
        CompletableFuture<RawHttp.Answer> first;
        try (var other = AuthServer.start(tables, Map.of("idempotency.wait", "300ms"))) {
            try (Connection owner = tables.connect(); Statement lock = owner.createStatement()) {
                lock.execute("select pg_advisory_lock(7)");
                first = CompletableFuture.supplyAsync(() -> call(server, key));
                Eventually.within(PATIENCE, () -> assertThat(tables.value("""
                        select count(*) from pg_locks
                        where locktype = 'advisory' and not granted""")).isEqualTo("1"));

                RawHttp.Answer second = call(other, key);
                assertThat(second.status()).as(second.text()).isEqualTo(409);
                assertThat(second.text()).contains("LOAM-IDEMPOTENCY-004");
                assertThat(second.header("Retry-After")).isEqualTo("1");
            }
            assertThat(first.join().status()).isEqualTo(200);
            RawHttp.Answer later = call(other, key);
            assertThat(later.text()).isEqualTo(first.join().text()).isEqualTo("7");
            assertThat(later.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(tables.value("select count(*) from public.seen")).isEqualTo("1");
        }
    }

    private static RawHttp.Answer call(AuthServer to, String key) {
        return sendTo(to, "/rpc/held", key, JSON, "{\"n\":7}");
    }
}
