package dev.loam.adapters.postgres.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One of each kind of finding, and as many that look like it and are none.
class ReviewSpec {
    private static final List<String> ROLES = List.of("anon", "authenticated", "nobody's");

    private static final String SCHEMA = """
            do $$
            declare
                missing text;
            begin
                foreach missing in array array['anon', 'authenticated'] loop
                    if to_regrole(missing) is null then
                        execute 'create role ' || missing || ' nologin';
                    end if;
                end loop;
            end
            $$;
            create schema auth;
            create function auth.uid() returns uuid language sql stable as 'select null::uuid';
            create schema api;
            create schema hidden;
            grant usage on schema api, auth to anon, authenticated;
            set search_path = api;

            create table open (id int);
            grant select on open to anon;
            create table "Half Open" (id int, owner uuid);
            grant insert (id) on "Half Open" to authenticated;
            create policy nothing on "Half Open" using (true);
            create table closed (id int);
            create table hidden.open (id int);
            grant all on hidden.open to anon;
            create materialized view fixed as select 1 as one;
            grant select on fixed to anon;

            create table note (id int primary key, owner uuid, "user" uuid, team uuid);
            create index on note (owner, id);
            alter table note enable row level security;
            grant select, insert on note to authenticated;
            create policy fast on note for select using ((select auth.uid()) = owner);
            create policy "per row" on note for insert with check (auth.uid() = "user");
            create policy "no index" on note for update
                using ((select auth.uid()) = "user" or (select auth.uid()) = team)
                with check (auth.uid() = team);

            create table silent (id int);
            alter table silent enable row level security;
            grant select on silent to anon;
            create table private (id int);
            alter table private enable row level security;

            create view past as select id from note;
            grant select on past to anon;
            create view hidden.step as select id from api.note;
            create view past_steps as select id from hidden.step;
            grant select on past_steps to anon;
            create view unread as select id from note;
            create view plain as select id from closed;
            grant select on plain to anon;

            create function careful(a int) returns int security definer
                language sql set search_path = '' return 1;
            create function careless() returns int security definer language sql return 1;
            create procedure kept() security definer language sql as 'select 1';
            revoke execute on procedure kept() from public;
            create function on_note() returns trigger security definer
                language plpgsql set search_path = '' as 'begin return new; end';
            create function mine() returns int language sql return 1;
            """;

    private static List<Finding> review(Connection connection) throws SQLException {
        return Review.of(connection, List.of("api"), ROLES);
    }

    private static String line(Finding finding) {
        return finding.level() + " " + finding.rule() + " " + finding.object();
    }

    @Test
    void each_kind_is_found_and_nothing_else() throws SQLException {
        TestDatabase database = PostgresFixture.freshDatabase(SCHEMA);
        try (Connection connection = database.connect()) {
            connection.createStatement().execute(
                    "create view api.asking with (security_invoker) as select id from api.note;"
                            + " grant select on api.asking to anon");
            assertThat(review(connection)).extracting(ReviewSpec::line).containsExactly(
                    "ERROR OPEN_TABLE api.\"Half Open\"",
                    "ERROR OPEN_TABLE api.open",
                    "ERROR OPEN_VIEW api.past",
                    "ERROR OPEN_VIEW api.past_steps",
                    "WARNING CALL_PER_ROW \"no index\" on api.note",
                    "WARNING NO_INDEX \"no index\" on api.note",
                    "WARNING NO_INDEX \"no index\" on api.note",
                    "WARNING CALL_PER_ROW \"per row\" on api.note",
                    "WARNING DEFINER_FUNCTION api.careful(integer)",
                    "WARNING DEFINER_FUNCTION api.careless()",
                    "WARNING SEARCH_PATH api.careless()",
                    "WARNING UNGUARDABLE api.fixed",
                    "WARNING SEARCH_PATH api.kept()",
                    "INFO NO_POLICY api.silent");
            assertThat(Review.of(connection, List.of("hidden"), ROLES)).isEmpty();
        }
    }

    @Test
    void reasons_say_who_reaches_what() throws SQLException {
        TestDatabase database = PostgresFixture.freshDatabase(SCHEMA);
        try (Connection connection = database.connect()) {
            assertThat(review(connection)).extracting(Finding::reason).contains(
                    "Every row is open to anon: row-level security is off.",
                    "Every row is open to authenticated: row-level security is off, and the"
                            + " table's policies do nothing.",
                    "It shows anon rows of api.note with the rights of postgres, past row-level"
                            + " security.",
                    "anon and authenticated may call it, and it does what postgres may do.");
        }
    }

    @Test
    void cures_are_sql_that_cures() throws SQLException {
        cured(PostgresFixture.freshDatabase(SCHEMA));
    }

    @Test
    void cures_are_sql_on_the_oldest_release_too() throws SQLException {
        try (PostgresProcess oldest = PostgresProcess.start(PostgresPrograms.release("14"))) {
            var database = new TestDatabase(oldest.port(), "postgres");
            database.execute(SCHEMA);
            cured(database);
        }
    }

    private static void cured(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            for (Finding finding : review(connection)) {
                connection.createStatement().execute(finding.cure());
            }
            // A table that was open has no policy yet.
            assertThat(review(connection)).extracting(ReviewSpec::line)
                    .containsExactly("INFO NO_POLICY api.open");
        }
    }
}
