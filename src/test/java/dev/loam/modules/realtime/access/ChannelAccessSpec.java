package dev.loam.modules.realtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.schema.Bootstrap;
import dev.loam.adapters.postgres.schema.BootstrapConfig;
import dev.loam.app.running.SystemClock;
import dev.loam.base.config.Secret;
import dev.loam.base.failure.Refusal;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.channel.ChannelAccess.Rights;
import dev.loam.ports.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What policies on `realtime.messages` let callers do, as PostgreSQL decides it.
class ChannelAccessSpec {
    static final Clock CLOCK = new SystemClock();
    private static final String ANN = "00000000-0000-4000-8000-00000000000a";
    private static final String POLICIES = """
            create function public.broken() returns boolean language plpgsql as
                $$ begin return (select true from public.no_such_table); end $$;
            create table public.member (room text, person uuid, writes boolean);
            insert into public.member values ('7', '00000000-0000-4000-8000-00000000000a', false);
            grant select on public.member to authenticated;
            create policy "by topic" on realtime.messages for select to anon, authenticated
                using (realtime.topic() = 'lobby');
            create policy "by column" on realtime.messages for insert to anon, authenticated
                with check (topic = 'lobby' and extension = 'broadcast' and private);
            create policy "by claim" on realtime.messages to authenticated
                using (realtime.topic() = 'team@' || (auth.jwt() -> 'app_metadata' ->> 'team'));
            create policy "presence alone" on realtime.messages for select to authenticated
                using (realtime.topic() = 'who' and extension = 'presence');
            create policy "members read" on realtime.messages for select to authenticated
                using (exists (select from public.member where person = auth.uid()
                    and 'room:' || room = realtime.topic()));
            create policy "some members write" on realtime.messages for insert to authenticated
                with check (exists (select from public.member where person = auth.uid()
                    and 'room:' || room = realtime.topic() and writes));
            create policy "by id" on realtime.messages for select to authenticated
                using (case when realtime.topic() like 'id:%'
                    then split_part(realtime.topic(), ':', 2)::uuid is not null end);
            create policy "not there" on realtime.messages as restrictive to authenticated
                using (realtime.topic() <> 'room:forbidden');
            create policy "broken" on realtime.messages for select to authenticated
                using (realtime.topic() = 'broken' and public.broken());
            """;

    private final TestDatabase database = AuthServer.database();
    private final PostgresDatabase login =
            new PostgresDatabase(PostgresConfig.fromUrl(database.url("authenticator")));
    private final PolicyAccess access =
            new PolicyAccess(login, PolicyAccess.OWN_ROLE, new Questions(CLOCK));

    @AfterEach
    void close() {
        login.close();
    }

    static Caller caller(String role, String claims) {
        return new Caller(role, "{\"role\":\"" + role + "\"" + claims + "}", role.equals("anon"));
    }

    private static Caller ann() {
        return caller("authenticated", ",\"sub\":\"" + ANN + "\"");
    }

    /// `rrww`: reads broadcasts, reads presence, writes broadcasts, writes presence.
    private static String text(Rights rights) {
        return (rights.readsBroadcast() ? "r" : "-") + (rights.readsPresence() ? "r" : "-")
                + (rights.writesBroadcast() ? "w" : "-") + (rights.writesPresence() ? "w" : "-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anon", "authenticated"})
    void without_policies_nobody_may_anything(String role) {
        assertThat(text(access.rights(caller(role, ""), "lobby"))).isEqualTo("----");
        assertThat(text(access.rights(caller("service_role", ""), "lobby"))).isEqualTo("rrww");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        anon          |                                        | lobby          | rrw-
        anon          |                                        | lounge         | ----
        authenticated |                                        | lobby          | rrw-
        service_role  |                                        | lounge         | rrww
        authenticated | ,"app_metadata":{"team":"red"}         | team@red       | rrww
        authenticated | ,"app_metadata":{"team":"red"}         | team@blue      | ----
        authenticated | ,"app_metadata":{"team":"it's \\"x\\""} | team@it's "x"  | rrww
        anon          | ,"app_metadata":{"team":"red"}         | team@red       | ----
        authenticated |                                        | who            | -r--
        authenticated |                                        | id:x           | ----
        authenticated |                                        | \
        id:00000000-0000-4000-8000-000000000001 | rr--
        authenticated | ,"sub":"00000000-0000-4000-8000-00000000000a" | room:7  | rr--
        authenticated | ,"sub":"00000000-0000-4000-8000-00000000000b" | room:7  | ----
        authenticated | ,"sub":"not a uuid"                    | room:7         | ----
        none          |                                        | lobby          | ----
        nobody_at_all |                                        | lobby          | ----
        postgres      |                                        | lobby          | ----
        authenticated |                                        \
        | '; drop table realtime.messages; -- | ----
        """)
    void policies_decide(String role, String claims, String topic, String rights) {
        database.execute(POLICIES);
        assertThat(text(access.rights(caller(role, claims == null ? "" : claims), topic)))
                .isEqualTo(rights);
        assertThat(database.value("select count(*) from realtime.messages")).isEqualTo("0");
    }

    @Test
    void a_membership_counts_as_soon_as_it_is_there() {
        database.execute(POLICIES);
        database.execute("update public.member set writes = true");
        assertThat(text(access.rights(ann(), "room:7"))).isEqualTo("rrww");
        database.execute("delete from public.member");
        assertThat(text(access.rights(ann(), "room:7"))).isEqualTo("----");
    }

    @Test
    void a_restrictive_policy_and_a_missing_right_count() {
        database.execute(POLICIES);
        database.execute("insert into public.member values ('forbidden', '" + ANN + "', true)");
        assertThat(text(access.rights(ann(), "room:forbidden"))).isEqualTo("----");
        database.execute("revoke insert on realtime.messages from authenticated");
        assertThat(text(access.rights(ann(), "lobby"))).isEqualTo("rr--");
        database.execute("revoke usage on schema realtime from authenticated");
        assertThat(text(access.rights(ann(), "lobby"))).isEqualTo("----");
    }

    @Test
    void a_broken_policy_is_no_answer() {
        database.execute(POLICIES);
        assertThatThrownBy(() -> access.rights(ann(), "broken"))
                .isInstanceOfSatisfying(Refusal.class, refused -> assertThat(refused.failure())
                        .isEqualTo(new AccessFailure.Unanswered("42P01")));
        assertThat(text(access.rights(ann(), "lobby"))).isEqualTo("rrw-");
    }

    @Test
    void a_topic_that_no_text_can_be_is_nobodys() {
        var service = caller("service_role", "");
        assertThat(text(access.rights(service, "a\0b"))).isEqualTo("----");
        assertThat(text(access.rights(service, "ü".repeat(501)))).isEqualTo("----");
        assertThat(text(access.rights(service, "ü".repeat(500)))).isEqualTo("rrww");
    }

    @Test
    void a_database_that_is_away_is_no_answer() {
        try (var away = new PostgresDatabase(PostgresConfig.fromUrl(
                "postgres://authenticator@127.0.0.1:1/nothing"))) {
            var asked = new PolicyAccess(away, PolicyAccess.OWN_ROLE, new Questions(CLOCK));
            assertThatThrownBy(() -> asked.rights(ann(), "lobby"))
                    .isInstanceOfSatisfying(Refusal.class, refused -> assertThat(
                            refused.failure().code()).isEqualTo("LOAM-REALTIME-201"));
        }
    }

    @Test
    void a_day_without_a_partition_and_forced_policies_change_nothing() {
        database.execute(POLICIES);
        database.execute("alter table realtime.messages force row level security");
        database.execute("select from realtime.messages");
        database.execute("do $$ begin execute 'drop table realtime.messages_'"
                + " || to_char(now() at time zone 'utc', 'YYYY_MM_DD'); end $$");
        assertThat(text(access.rights(ann(), "lobby"))).isEqualTo("rrw-");
    }

    @Test
    void a_login_that_owns_the_table_asks_where_no_role_can() {
        database.execute(POLICIES);
        database.execute("do $$ begin create role access_owner login;"
                + " exception when duplicate_object then null; end $$;"
                + " grant anon to access_owner; grant usage on schema realtime to access_owner;"
                + " alter table realtime.messages owner to access_owner");
        try (var own = new PostgresDatabase(
                PostgresConfig.fromUrl(database.url("access_owner")))) {
            var asked = new PolicyAccess(own, PolicyAccess.OWN_ROLE, new Questions(CLOCK));
            assertThat(text(asked.rights(caller("anon", ""), "lobby"))).isEqualTo("rrw-");
            assertThat(text(asked.rights(ann(), "lobby"))).isEqualTo("----");
            database.execute("alter table realtime.messages owner to supabase_realtime_admin");
            assertThatThrownBy(() -> asked.rights(ann(), "lobby"))
                    .isInstanceOfSatisfying(Refusal.class, refused -> assertThat(
                            refused.failure()).isEqualTo(new AccessFailure.Unanswered("42501")));
        }
    }

    /// On the oldest release served and those up to 18, which the other tests run on.
    @ParameterizedTest
    @ValueSource(strings = {"14", "15", "16", "17"})
    void releases_agree(String major) throws SQLException {
        var programs = major.equals("15") ? PostgresPrograms.debian15()
                : PostgresPrograms.release(major);
        try (var other = PostgresProcess.start(programs)) {
            var made = new TestDatabase(other.port(), "postgres");
            try (Connection owner = made.connect()) {
                Bootstrap.apply(owner, BootstrapConfig.of(null, new Secret("secret")));
            }
            made.execute(POLICIES);
            for (String user : new String[] {"authenticator", "postgres"}) {
                try (var own = new PostgresDatabase(PostgresConfig.fromUrl(made.url(user)))) {
                    var asked = new PolicyAccess(
                            own, PolicyAccess.OWN_ROLE, new Questions(CLOCK));
                    assertThat(text(asked.rights(ann(), "room:7"))).isEqualTo("rr--");
                    assertThat(text(asked.rights(caller("anon", ""), "lobby"))).isEqualTo("rrw-");
                    assertThat(text(asked.rights(caller("anon", ""), "room:7"))).isEqualTo("----");
                }
            }
        }
    }
}
