package dev.loam.adapters.postgres.schema;

import static dev.loam.adapters.postgres.schema.DatabaseServer.column;
import static dev.loam.adapters.postgres.schema.DatabaseServer.execute;
import static dev.loam.adapters.postgres.schema.DatabaseServer.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.config.Secret;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The schema `realtime` as existing projects' SQL takes it for granted, new or completed.
class RealtimeSchemaSpec {
    private static final BootstrapConfig CONFIG = BootstrapConfig.of(null, new Secret("secret"));
    private static final String ROWS = "select concat_ws(' ', topic, event, private, payload -"
            + " 'id', encode(binary_payload, 'hex')) from realtime.messages order by inserted_at";
    private static final String PARTITIONS = "select replace(inhrelid::regclass::text,"
            + " to_char(now() at time zone 'utc', 'YYYY_MM_DD'), 'TODAY')"
            + " from pg_inherits where inhparent = 'realtime.messages'::regclass order by inhrelid";

    private final TestDatabase database = prepared("");

    /// A new database in which this SQL ran before Loam came.
    private static TestDatabase prepared(String before) {
        TestDatabase made = PostgresFixture.freshDatabase();
        made.execute(before);
        try (Connection owner = made.connect()) {
            assertThat(Bootstrap.apply(owner, CONFIG).refused()).isEmpty();
            assertThat(Bootstrap.apply(owner, CONFIG).done()).isEmpty();
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong.getMessage(), wrong);
        }
        return made;
    }

    /// What the server warns of while a statement runs.
    private static List<String> warnings(Connection connection, String sql) throws SQLException {
        List<String> told = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            for (SQLWarning one = statement.getWarnings(); one != null;
                    one = one.getNextWarning()) {
                told.add(one.getMessage());
            }
        }
        return told;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        (select concat_ws(' ', relkind, relrowsecurity, pg_get_userbyid(relowner)) from pg_class \
        where oid = 'realtime.messages'::regclass) ~ p t supabase_realtime_admin
        (select string_agg(attname || ' ' || format_type(atttypid, -1), ', ' order by attname) \
        from pg_attribute where attrelid = 'realtime.messages'::regclass and attnum > 0) \
        ~ binary_payload bytea, event text, extension text, id uuid, inserted_at timestamp without \
        time zone, payload jsonb, private boolean, topic text, updated_at timestamp without \
        time zone
        (select pg_get_constraintdef(oid) from pg_constraint where conrelid = \
        'realtime.messages'::regclass and contype = 'p') ~ PRIMARY KEY (id, inserted_at)
        (select string_agg(r || ' ' || p, ', ' order by r, p) from unnest(array['anon', \
        'authenticated', 'service_role']) r, unnest(array['select', 'insert', 'update', 'delete', \
        'truncate']) p where has_table_privilege(r, 'realtime.messages', p)) \
        ~ anon insert, anon select, authenticated insert, authenticated select, \
        service_role insert, service_role select
        (select count(*)::text from pg_inherits join pg_class c on c.oid = inhrelid where \
        inhparent = 'realtime.messages'::regclass and relrowsecurity or has_table_privilege( \
        'anon', inhrelid, 'select')) ~ 5
        (select string_agg(r, ', ') from unnest(array['anon', 'authenticated', 'service_role']) r \
        where has_function_privilege(r, 'realtime.tend_messages()', 'execute')) ~ service_role
        has_table_privilege('anon', 'realtime.subscription', 'select')::text ~ false
        """)
    void what_is_made(String expression, String expected) {
        assertThat(database.value("select " + expression)).isEqualTo(expected);
    }

    @Test
    void functions_of_earlier_versions_are_replaced() throws SQLException {
        database.execute("""
                create or replace function realtime.reading_condition(relation oid)
                returns text language sql as
                    $$ select 'true' /* condition for reading, version 1 */ $$;
                alter function loam.notice_ddl() set search_path = pg_catalog""");
        try (var owner = database.connect()) {
            assertThat(Bootstrap.apply(owner, CONFIG).refused()).isEmpty();
        }
        assertThat(database.value("select prosrc like '%version 2%' from pg_proc"
                + " where proname = 'reading_condition'")).isEqualTo("t");
        assertThat(database.value("select proconfig[1] from pg_proc"
                + " where proname = 'notice_ddl'")).isEqualTo("search_path=pg_catalog, pg_temp");
    }

    @Test
    void a_message_is_up_to_the_policies_of_its_sender_and_never_fails() throws SQLException {
        database.execute("create policy one on realtime.messages for insert to authenticated"
                + " with check (realtime.topic() = 'room:1' and topic = 'room:1')");
        try (Connection connection = database.connect()) {
            execute(connection, "set role authenticated; set timezone = 'Pacific/Kiritimati'");
            assertThat(warnings(connection,
                    "select realtime.send('{\"a\": 1}', 'hello', 'room:1', true)")).isEmpty();
            assertThat(warnings(connection,
                    "select realtime.send_binary('\\xc0ff', 'raw', 'room:1')")).isEmpty();
            assertThat(warnings(connection, "select realtime.send('{}', 'hello', 'room:2')"))
                    .singleElement().asString()
                    .startsWith("ErrorSendingBroadcastMessage: new row violates row-level");
            assertThat(warnings(connection,
                    "select realtime.send('[1]', 'e', 'room:1')")).isEmpty();
            assertThat(warnings(connection, "select realtime.send('{}', 'hello', null)"))
                    .hasSize(1);
            assertThat(value(connection, "select realtime.topic()")).isNull();
        }
        try (Connection owner = database.connect()) {
            assertThat(column(owner, ROWS)).containsExactly("room:1 hello t {\"a\": 1}",
                    "room:1 raw t c0ff", "room:1 e t [1]");
            assertThat(value(owner, "select bool_and((payload ->> 'id')::uuid = id and abs(extract("
                    + "epoch from (now() at time zone 'utc') - inserted_at)) < 60)"
                    + " from realtime.messages where event = 'hello'")).isEqualTo("t");
            assertThat(value(owner, "select count(distinct tableoid::regclass)"
                    + " from realtime.messages")).isEqualTo("1");
        }
    }

    @Test
    void an_id_of_the_sender_stays_and_a_topic_around_is_kept() throws SQLException {
        try (Connection owner = database.connect()) {
            owner.setAutoCommit(false);
            execute(owner, "set local realtime.topic = 'outer'");
            execute(owner, "select realtime.send('{\"id\": 7}', 'e', 't', false)");
            assertThat(value(owner, "select realtime.topic()")).isEqualTo("outer");
            assertThat(value(owner, "select payload::text || private from realtime.messages"))
                    .isEqualTo("{\"id\": 7}false");
            owner.rollback();
        }
    }

    @Test
    void changes_of_a_table_are_sent_by_its_trigger() throws SQLException {
        database.execute(TRIGGER);
        try (Connection owner = database.connect()) {
            execute(owner, "insert into note values (1, 'one')");
            execute(owner, "update note set text = 'two'");
            execute(owner, "delete from note");
            assertThat(column(owner, ROWS)).containsExactly(
                    "note:1 INSERT t {\"table\": \"note\", \"record\": {\"id\": 1, \"text\":"
                    + " \"one\"}, \"schema\": \"public\", \"operation\": \"INSERT\","
                    + " \"old_record\": null}",
                    "note:1 UPDATE t {\"table\": \"note\", \"record\": {\"id\": 1, \"text\":"
                    + " \"two\"}, \"schema\": \"public\", \"operation\": \"UPDATE\","
                    + " \"old_record\": {\"id\": 1, \"text\": \"one\"}}",
                    "note:1 DELETE t {\"table\": \"note\", \"record\": null, \"schema\":"
                    + " \"public\", \"operation\": \"DELETE\", \"old_record\": {\"id\": 1,"
                    + " \"text\": \"two\"}}");
            assertThatThrownBy(() -> execute(owner, "select realtime.broadcast_changes('t', 'e',"
                    + " 'TRUNCATE', 'n', 's', null::note, null::note)"))
                    .hasMessageContaining("knows no operation TRUNCATE");
            assertThatThrownBy(() -> execute(owner, "select realtime.broadcast_changes('t', 'e',"
                    + " 'INSERT', 'n', 's', null::note, null::note, 'STATEMENT')"))
                    .hasMessageContaining("for each row");
        }
    }

    @Test
    void partitions_come_ahead_and_go_after_72_hours() throws SQLException {
        database.execute("""
                set role supabase_realtime_admin;
                create table realtime.messages_gone partition of realtime.messages
                    for values from ('2001-01-01') to ('2001-01-02');
                do $$ declare day date := (now() at time zone 'utc')::date - 3; begin
                    execute format('create table realtime.messages_kept partition of'
                        || ' realtime.messages for values from (%L) to (%L)', day, day + 1);
                end $$;
                insert into realtime.messages (topic, extension, event, inserted_at) values
                    ('t', 'broadcast', 'gone', '2001-01-01 12:00'),
                    ('t', 'broadcast', 'late', '2002-01-01 12:00'),
                    ('t', 'broadcast', 'kept', (now() at time zone 'utc')::date - 3);
                """);
        try (Connection service = database.connect()) {
            execute(service, "set role service_role");
            assertThat(value(service, "select realtime.tend_messages()")).isEqualTo("1");
            assertThat(value(service, "select realtime.tend_messages()")).isEqualTo("0");
            execute(service, "reset role");
            assertThat(column(service, "select event from realtime.messages"))
                    .containsExactly("kept");
            assertThat(column(service, PARTITIONS)).contains("realtime.messages_TODAY",
                    "realtime.messages_default", "realtime.messages_kept").hasSize(6);
            execute(service, "set role anon");
            assertThatThrownBy(() -> value(service, "select realtime.tend_messages()"))
                    .hasMessageContaining("permission denied for function tend_messages");
        }
    }

    @Test
    void a_day_without_a_partition_is_stored_all_the_same() throws SQLException {
        try (Connection owner = database.connect()) {
            execute(owner, "drop table realtime.messages_"
                    + value(owner, "select to_char(now() at time zone 'utc', 'YYYY_MM_DD')"));
            execute(owner, "select realtime.send('{}', 'e', 't')");
            assertThat(value(owner, "select tableoid::regclass::text from realtime.messages"))
                    .isEqualTo("realtime.messages_default");
            assertThat(value(owner, "select realtime.tend_messages()")).isEqualTo("0");
            execute(owner, "delete from realtime.messages");
            assertThat(value(owner, "select realtime.tend_messages()")).isEqualTo("1");
        }
    }

    @Test
    void tending_waits_for_nobody_and_stops_nobody_for_long() throws SQLException {
        try (Connection sender = database.connect(); Connection service = database.connect()) {
            sender.setAutoCommit(false);
            execute(sender, "set role supabase_realtime_admin");
            execute(sender, "create table realtime.messages_old partition of realtime.messages"
                    + " for values from ('2001-01-01') to ('2001-01-02')");
            execute(sender, "drop table realtime.messages_"
                    + value(sender, "select to_char(now() at time zone 'utc', 'YYYY_MM_DD')"));
            execute(sender, "reset role");
            sender.commit();
            execute(sender, "select realtime.send('{}', 'e', 't')");
            assertThat(value(service, "select realtime.tend_messages()")).isEqualTo("0");
            sender.rollback();
            assertThat(value(service, "select realtime.tend_messages()")).isEqualTo("2");
        }
    }

    @Test
    void an_older_table_is_completed_and_keeps_its_rows() throws SQLException {
        TestDatabase old = prepared("""
                create schema realtime;
                create table realtime.messages (
                    id uuid not null default gen_random_uuid(), topic text not null,
                    extension text not null, payload jsonb,
                    updated_at timestamp not null default now(),
                    inserted_at timestamp not null default now(), primary key (id, inserted_at));
                insert into realtime.messages (topic, extension, inserted_at)
                values ('t', 'broadcast', '2001-01-01'), ('kept', 'broadcast', now());
                """);
        try (Connection owner = old.connect()) {
            assertThat(value(owner, "select concat_ws(' ', relkind, pg_get_userbyid(relowner),"
                    + " relrowsecurity) from pg_class where oid = 'realtime.messages'::regclass"))
                    .isEqualTo("r supabase_realtime_admin t");
            execute(owner, "select realtime.send('{}', 'e', 'new')");
            execute(owner, "select realtime.tend_messages()");
            assertThat(column(owner, "select topic from realtime.messages order by inserted_at"))
                    .containsExactly("kept", "new");
        }
    }

    @Test
    void partitions_of_the_original_are_taken_on() throws SQLException {
        TestDatabase old = prepared("""
                create schema realtime;
                create table realtime.messages (
                    topic text not null, extension text not null, payload jsonb, event text,
                    private boolean default false, updated_at timestamp not null default now(),
                    inserted_at timestamp not null default now(),
                    id uuid not null default gen_random_uuid(), primary key (id, inserted_at))
                    partition by range (inserted_at);
                create table realtime.messages_2001_01_01 partition of realtime.messages
                    for values from ('2001-01-01') to ('2001-01-02');
                """);
        try (Connection owner = old.connect()) {
            assertThat(column(owner, PARTITIONS)).contains("realtime.messages_default",
                    "realtime.messages_TODAY").hasSize(5);
            execute(owner, "select realtime.send_binary('x', 'e', 'new')");
            assertThat(value(owner, ROWS)).isEqualTo("new e t 78");
        }
    }

    @Test
    void members_of_its_owner_write_policies() throws SQLException {
        database.execute("do $$ begin create role realtime_maker login;"
                + " exception when duplicate_object then null; end $$;"
                + " grant supabase_realtime_admin to realtime_maker");
        try (Connection owner = database.connect()) {
            execute(owner, "set role realtime_maker");
            execute(owner, "create policy mine on realtime.messages for select using (true)");
        }
    }

    /// On the oldest release served and those up to 18, which the other tests run on.
    @ParameterizedTest
    @ValueSource(strings = {"14", "15", "16", "17"})
    void releases_agree(String major) throws SQLException {
        Path programs = major.equals("15") ? PostgresPrograms.debian15()
                : PostgresPrograms.release(major);
        try (PostgresProcess other = PostgresProcess.start(programs);
                Connection owner = new TestDatabase(other.port(), "postgres").connect()) {
            assertThat(Bootstrap.apply(owner, CONFIG).refused()).isEmpty();
            assertThat(Bootstrap.apply(owner, CONFIG).done()).isEmpty();
            execute(owner, TRIGGER);
            execute(owner, "create policy two on realtime.messages for insert to authenticated"
                    + " with check (realtime.topic() = 'note:2' and extension = 'broadcast')");
            execute(owner, "set role authenticated");
            execute(owner, "insert into note values (1, 'one'), (2, 'two')");
            execute(owner, "reset role");
            assertThat(column(owner, "select payload -> 'record' ->> 'text'"
                    + " from realtime.messages")).containsExactly("two");
            execute(owner, "set role supabase_realtime_admin");
            execute(owner, "create table realtime.messages_old partition of realtime.messages"
                    + " for values from ('2001-01-01') to ('2001-01-02')");
            execute(owner, "set role service_role");
            assertThat(value(owner, "select realtime.tend_messages()")).isEqualTo("1");
        }
    }

    private static final String TRIGGER = """
            create table note (id int primary key, text text);
            create function note_changes() returns trigger language plpgsql as $$
            begin
                perform realtime.broadcast_changes('note:' || coalesce(new.id, old.id), tg_op,
                    tg_op, tg_table_name, tg_table_schema, new, old);
                return null;
            end
            $$;
            create trigger note_changes after insert or update or delete on note
                for each row execute function note_changes();
            grant all on note to authenticated;
            """;
}
