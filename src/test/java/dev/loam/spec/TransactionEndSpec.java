package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// How transactions end: each value of `db-tx-end`, with and without `Prefer: tx`, by every way to
/// write.
///
/// Source: PostgREST documentation, "Transaction End" and "db-tx-end".
class TransactionEndSpec {
    private static final String SCHEMA = """
            do $$ begin
              if not exists (select from pg_roles where rolname = 'case_anon') then
                create role case_anon nologin;
              end if;
              if not exists (select from pg_roles where rolname = 'case_login') then
                create role case_login login noinherit password 'case';
              end if;
            end $$;
            grant case_anon to case_login;
            create schema api;
            create schema other;
            grant usage on schema api to case_anon;
            create table api.slot (id integer primary key, note text,
              place integer unique deferrable initially deferred);
            grant all on api.slot to case_anon;
            create function api.book(id integer) returns setof api.slot language sql as
              $$ insert into api.slot values (id, 'booked') returning * $$;
            insert into api.slot values (1, 'old', 1), (2, 'old', 2);
            """;

    /// What the setting says by itself, and whether a client may say otherwise.
    enum TxEnd {
        COMMIT(true, false), COMMIT_ALLOW_OVERRIDE(true, true),
        ROLLBACK(false, false), ROLLBACK_ALLOW_OVERRIDE(false, true);

        private final boolean keeps;
        private final boolean overridable;

        TxEnd(boolean keeps, boolean overridable) {
            this.keeps = keeps;
            this.overridable = overridable;
        }

        boolean keeps(String preferred) {
            return overridable && preferred != null ? preferred.equals("commit") : keeps;
        }
    }

    /// A way to write, and a query that tells whether it was kept.
    record Write(String method, String target, String body, int status, String kept) {
    }

    private static List<Write> writes() {
        return List.of(
                new Write("POST", "/slot", "{\"id\": 9, \"note\": \"new\"}", 201,
                        "select exists (select from api.slot where id = 9)"),
                new Write("PATCH", "/slot?id=eq.1", "{\"note\": \"new\"}", 200,
                        "select note = 'new' from api.slot where id = 1"),
                new Write("PUT", "/slot?id=eq.9", "{\"id\": 9, \"note\": \"new\"}", 201,
                        "select exists (select from api.slot where id = 9)"),
                new Write("DELETE", "/slot?id=eq.1", "", 200,
                        "select not exists (select from api.slot where id = 1)"),
                new Write("POST", "/rpc/book", "{\"id\": 9}", 200,
                        "select exists (select from api.slot where id = 9)"));
    }

    @TestFactory
    Stream<DynamicTest> a_write_is_kept_as_setting_and_preference_say() {
        List<DynamicTest> tests = new ArrayList<>();
        List<RestServer> servers = new ArrayList<>();
        for (TxEnd end : TxEnd.values()) {
            TestDatabase database = PostgresFixture.freshDatabase(SCHEMA);
            RestServer server = server(database, end);
            servers.add(server);
            for (Write write : writes()) {
                for (String preferred : new String[] {null, "commit", "rollback"}) {
                    tests.add(DynamicTest.dynamicTest(
                            end + " " + write.method() + " " + write.target() + " tx=" + preferred,
                            () -> check(database, server, end, write, preferred)));
                }
            }
        }
        return tests.stream().onClose(() -> servers.forEach(RestServer::close));
    }

    private static void check(
            TestDatabase database, RestServer server, TxEnd end, Write write, String preferred) {
        database.execute("truncate api.slot; "
                + "insert into api.slot values (1, 'old', 1), (2, 'old', 2)");
        RawHttp.Answer answer = send(server, write, preferred == null
                ? "return=representation" : "return=representation, tx=" + preferred);

        assertThat(answer.status()).as(answer.text()).isEqualTo(write.status());
        assertThat(answer.text()).contains("\"id\":");
        String applied = write.target().startsWith("/rpc/") ? "" : "return=representation";
        if (end.overridable && preferred != null) {
            applied += (applied.isEmpty() ? "" : ", ") + "tx=" + preferred;
        }
        assertThat(answer.header("Preference-Applied"))
                .isEqualTo(applied.isEmpty() ? null : applied);
        assertThat(database.value(write.kept())).isEqualTo(end.keeps(preferred) ? "t" : "f");
    }

    @TestFactory
    Stream<DynamicTest> what_is_deferred_to_the_commit_is_checked_however_it_ends() {
        TestDatabase database = PostgresFixture.freshDatabase(SCHEMA);
        RestServer server = server(database, TxEnd.COMMIT_ALLOW_OVERRIDE);
        List<Write> broken = List.of(
                new Write("POST", "/slot", "{\"id\": 9, \"place\": 1}", 409, ""),
                new Write("PATCH", "/slot?id=eq.1", "{\"place\": 2}", 409, ""),
                new Write("PUT", "/slot?id=eq.9", "{\"id\": 9, \"place\": 1}", 409, ""));
        return broken.stream().flatMap(write -> Stream.of("commit", "rollback").map(preferred ->
                DynamicTest.dynamicTest(write.method() + " tx=" + preferred, () -> {
                    RawHttp.Answer answer = send(server, write, "tx=" + preferred);
                    assertThat(answer.status()).as(answer.text()).isEqualTo(409);
                    assertThat(answer.text()).contains("\"23505\"");
                    assertThat(database.value("select count(*) from api.slot where place = id"))
                            .isEqualTo("2");
                }))).onClose(server::close);
    }

    private static RestServer server(TestDatabase database, TxEnd end) {
        return RestServer.start(database.url("case_login"), Map.of("PGRST_DB_TX_END",
                end.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }

    private static RawHttp.Answer send(RestServer server, Write write, String prefer) {
        return server.http().send(write.method(), write.target(), List.of(
                new String[] {"Content-Type", "application/json"},
                new String[] {"Prefer", prefer}), write.body().getBytes(StandardCharsets.UTF_8));
    }
}
