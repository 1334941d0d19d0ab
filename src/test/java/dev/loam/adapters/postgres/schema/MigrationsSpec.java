package dev.loam.adapters.postgres.schema;

import static dev.loam.adapters.postgres.schema.DatabaseServer.column;
import static dev.loam.adapters.postgres.schema.DatabaseServer.execute;
import static dev.loam.adapters.postgres.schema.DatabaseServer.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Migrations and seed against a real server.
class MigrationsSpec {
    private static final MigrationOptions OPTIONS = MigrationOptions.defaults();

    @TempDir
    static Path folder;
    private static DatabaseServer server;

    @TempDir
    Path project;
    private String url;
    private Connection connection;

    @BeforeAll
    static void start() {
        server = new DatabaseServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws SQLException {
        url = server.newDatabase();
        connection = DriverManager.getConnection(url);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void files_run_in_order_once_each_and_are_written_down_twice() throws Exception {
        write("migrations/20260102000000_more.sql", "insert into shop values (2, '${b}', '{?}');");
        write("migrations/20260101000000_shop.sql",
                "create table shop (id int, a text, b text);\ninsert into shop values (1);");
        MigrationReport report = run();
        assertThat(report.applied()).containsExactly("migrations/20260101000000_shop.sql",
                "migrations/20260102000000_more.sql");
        assertThat(report.seeded()).isFalse();
        assertThat(run().applied()).isEmpty();
        assertThat(column(connection, "select concat_ws(' ', id, a, b) from shop order by id"))
                .containsExactly("1", "2 ${b} {?}");
        assertThat(column(connection, "select concat_ws(' ', version, name, length(checksum))"
                + " from loam.migrations order by version"))
                .containsExactly("20260101000000 shop 64", "20260102000000 more 64");
        assertThat(column(connection, "select concat_ws('|', version, name, statements)"
                + " from supabase_migrations.schema_migrations order by version"))
                .first().isEqualTo("20260101000000|shop|{\"create table shop (id int, a text,"
                        + " b text)\",\"insert into shop values (1)\"}");
    }

    @Test
    void a_failure_names_its_place_and_leaves_the_database_as_before() throws Exception {
        write("migrations/1_shop.sql", "create table shop (title text);");
        write("migrations/2_broken.sql", """
                alter table shop add column b int;

                update shop
                set title = 'ä', b = titel;
                """);
        MigrationFailed failed = catchThrowableOfType(MigrationFailed.class, this::run);
        assertThat(failed).hasMessage("""
                migrations/2_broken.sql:4:22: ERROR: column "titel" does not exist (42703)
                    set title = 'ä', b = titel;
                                         ^
                Hint: Perhaps you meant to reference the column "shop.title".
                Nothing of this file was kept.""");
        assertThat(List.of(failed.line(), failed.column())).containsExactly(4, 22);
        assertThat(failed.sqlState()).isEqualTo("42703");
        assertThat(column(connection, "select attname from pg_attribute"
                + " where attrelid = 'shop'::regclass and attnum > 0")).containsExactly("title");
        assertThat(states()).containsExactly("1 APPLIED", "2 PENDING");
        write("migrations/2_broken.sql", "alter table shop add column b int;");
        assertThat(run().applied()).containsExactly("migrations/2_broken.sql");
    }

    @Test
    void failures_without_a_position_in_the_file_name_the_statement_and_the_context()
            throws Exception {
        write("migrations/1_a.sql", """
                create table a (i int primary key deferrable initially deferred);
                do $$
                begin
                    raise exception 'no' using detail = 'so it is', hint = 'try again';
                end $$;
                """);
        assertThatThrownBy(this::run).hasMessageStartingWith(
                        "migrations/1_a.sql:2:1: ERROR: no (P0001)\n    do $$\n")
                .hasMessageContainingAll("Detail: so it is", "Hint: try again",
                        "Context: PL/pgSQL function inline_code_block line 3 at RAISE");
        write("migrations/1_a.sql", """
                create table a (i int primary key deferrable initially deferred);
                insert into a values (1), (1);
                """);
        assertThatThrownBy(this::run)
                .hasMessageStartingWith("migrations/1_a.sql:2:1: ERROR: duplicate key value")
                .hasMessageEndingWith("Nothing of this file was kept.");
        assertThat(value(connection, "select to_regclass('a')")).isNull();
    }

    @Test
    void statements_that_refuse_a_transaction_run_outside_of_one() throws Exception {
        write("migrations/1_a.sql", """
                create table a (i int);
                create index concurrently a_i on a (i);
                vacuum analyze a;
                begin;
                insert into a values (1);
                commit;
                """);
        write("migrations/2_b.sql", "begin;\ncreate table b ();\ncommit;\n");
        write("migrations/3_c.sql", """
                create table c (i int);
                create unique index concurrently c_i on c (i);
                insert into d values (1);
                """);
        assertThatThrownBy(this::run).hasMessageContaining("migrations/3_c.sql:3:13")
                .hasMessageContaining("what came before this statement was kept");
        assertThat(states()).containsExactly("1 APPLIED", "2 APPLIED", "3 PENDING");
        assertThat(value(connection, "select concat(to_regclass('a_i'), to_regclass('b'),"
                + " to_regclass('c_i'))")).isEqualTo("a_ibc_i");
    }

    @Test
    void every_file_starts_with_the_same_session() throws Exception {
        write("migrations/1_a.sql", """
                select set_config('search_path', '', false);
                create role plain_owner;
                set role plain_owner;
                set statement_timeout = '1s';
                """);
        write("migrations/2_b.sql", "create table b as select current_user as who,"
                + " current_setting('search_path') as path;");
        run();
        assertThat(value(connection, "select who || ' ' || path from b"))
                .isEqualTo("postgres \"$user\", public, extensions");
    }

    @Test
    void an_edited_file_a_late_file_and_a_doubled_version_are_refused() throws Exception {
        write("migrations/2_a.sql", "create table a ();");
        run();
        write("migrations/1_late.sql", "create table late ();");
        assertThat(states()).containsExactly("1 OUT_OF_ORDER", "2 APPLIED");
        assertThatThrownBy(this::run).isInstanceOf(MigrationRefused.class)
                .hasMessageStartingWith("migrations/1_late.sql: older than version 2");
        assertThat(Migrations.run(connection, folder(), OPTIONS.withOutOfOrder(true)).applied())
                .containsExactly("migrations/1_late.sql");
        write("migrations/2_a.sql", "create table a (i int);");
        assertThatThrownBy(this::run).isInstanceOf(MigrationRefused.class)
                .hasMessageStartingWith("migrations/2_a.sql was edited after it was applied");
        assertThat(states()).containsExactly("1 APPLIED", "2 CHANGED");
        Files.delete(project.resolve("migrations/2_a.sql"));
        assertThat(states()).containsExactly("1 APPLIED", "2 FILE_MISSING");
    }

    @Test
    void what_another_tool_applied_is_not_applied_again() throws Exception {
        execute(connection, """
                create schema supabase_migrations;
                create table supabase_migrations.schema_migrations
                    (version text primary key, statements text[], name text, created_by text);
                insert into supabase_migrations.schema_migrations (version, name)
                values ('20260101000000', 'old');
                """);
        write("supabase/migrations/20260101000000_old.sql", "create table old ();");
        write("supabase/migrations/20260102000000_new.sql", "create table new ();");
        write("supabase/seed.sql", "insert into nowhere values (1);");
        MigrationReport report = Migrations.run(connection, MigrationFolder.of(project,
                "supabase/migrations", List.of("supabase/seed.sql")), OPTIONS);
        assertThat(report.applied())
                .containsExactly("supabase/migrations/20260102000000_new.sql");
        assertThat(report.seeded()).isFalse();
        assertThat(value(connection, "select to_regclass('old')")).isNull();
    }

    @Test
    void the_seed_runs_once_when_the_database_is_new_and_again_only_if_it_failed()
            throws Exception {
        write("migrations/1_a.sql", "create table a (i int, t text);");
        write("seed.sql", "\\copy a from 'data/a.csv' with (format csv)\n");
        write("data/a.csv", "1,one\nx,two\n");
        assertThatThrownBy(this::run)
                .hasMessageStartingWith("seed.sql:1:1: ERROR: invalid input syntax")
                .hasMessageContaining("Context: COPY a, line 2, column i: \"x\"");
        assertThat(states()).containsExactly("1 APPLIED");
        write("data/a.csv", "1,one\n2,\"t;w,o\"\n");
        write("seed.sql", "\\copy a (i, t) from data/a.csv (format csv)\n"
                + "copy a from stdin;\n3\t\\N\n\\.\ninsert into a values (4);\n");
        assertThat(run().seeded()).isTrue();
        assertThat(run().seeded()).isFalse();
        assertThat(column(connection, "select concat_ws(' ', i, t) from a order by i"))
                .containsExactly("1 one", "2 t;w,o", "3", "4");
        assertThatThrownBy(() -> {
            write("migrations/2_b.sql", "\\copy a from 'none.csv'");
            run();
        }).hasMessageContaining("migrations/2_b.sql:1:1: Cannot read the file")
                .hasMessageContaining("none.csv");
    }

    @Test
    void what_is_missing_is_named_before_anything_runs() throws Exception {
        write("migrations/1_a.sql", """
                create table a ();
                create extension if not exists "vector" with schema extensions;
                create extension pg_trgm;
                create table b (owner uuid references auth.users (id)); -- storage.comments
                create table storage.mine ();
                select 'cron.strings' from storage.mine;
                drop table if exists auth.gone;
                create function f() returns trigger language plpgsql as $$
                begin
                    -- net.comment
                    perform net.http_post('x');
                    return new;
                end $$;
                select net.amount from (values (1)) as net (amount);
                """);
        write("seed.sql", "insert into storage.buckets values (1);");
        assertThat(Migrations.missing(connection, folder())).containsExactly(
                new Missing("extension vector", "migrations/1_a.sql", 2, true),
                new Missing("auth.users", "migrations/1_a.sql", 4, true),
                new Missing("net.http_post", "migrations/1_a.sql", 11, false),
                new Missing("storage.buckets", "seed.sql", 1, true));
        assertThatThrownBy(this::run).isInstanceOf(MigrationRefused.class)
                .hasMessage("The migrations need what this database does not have: extension"
                        + " vector (migrations/1_a.sql:2), auth.users (migrations/1_a.sql:4),"
                        + " storage.buckets (seed.sql:1). None of them was run.");
        assertThat(value(connection, "select to_regclass('a')")).isNull();
        assertThatThrownBy(() -> Migrations.run(connection, folder(),
                OPTIONS.withMissingAllowed(true))).isInstanceOf(MigrationFailed.class)
                .hasMessageContaining("extension \"vector\" is not available");
    }

    @Test
    void of_two_that_start_at_once_one_applies() throws Exception {
        write("migrations/1_a.sql", "create table a (); select pg_sleep(0.2);");
        write("migrations/2_b.sql", "create table b ();");
        Callable<Integer> start = () -> {
            try (Connection own = DriverManager.getConnection(url)) {
                return Migrations.run(own, folder(), OPTIONS).applied().size();
            }
        };
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> one = both.submit(start);
            Future<Integer> other = both.submit(start);
            assertThat(List.of(one.get(), other.get())).containsExactlyInAnyOrder(0, 2);
        }
    }

    @Test
    void seeds_run_together_or_not_at_all() throws Exception {
        write("migrations/1_a.sql", "create table a (i int);");
        write("seeds/1.sql", "set search_path = ''; insert into public.a values (1);");
        write("seeds/2.sql", "insert into a values (2); insert into b values (3);");
        MigrationFolder folder = MigrationFolder.of(
                project, "migrations", List.of("seeds/*.sql"));
        assertThatThrownBy(() -> Migrations.run(connection, folder, OPTIONS))
                .hasMessageStartingWith("seeds/2.sql:1:39: ERROR: relation \"b\" does not exist");
        assertThat(value(connection, "select count(*) from a")).isEqualTo("0");
        write("seeds/2.sql", "insert into a values (2);");
        assertThat(Migrations.run(connection, folder, OPTIONS).seeded()).isTrue();
        assertThat(Migrations.run(connection, folder, OPTIONS).seeded()).isFalse();
        assertThat(value(connection, "select sum(i) from a")).isEqualTo("3");
    }

    private MigrationFolder folder() {
        return MigrationFolder.of(project, "migrations", List.of("seed.sql"));
    }

    private MigrationReport run() throws SQLException {
        return Migrations.run(connection, folder(), OPTIONS);
    }

    private List<String> states() throws SQLException {
        return Migrations.status(connection, folder()).stream()
                .map(one -> one.version() + " " + one.state()).toList();
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
