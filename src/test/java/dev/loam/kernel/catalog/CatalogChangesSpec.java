package dev.loam.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Random changes of a schema, committed, rolled back, and committed late by a transaction that
/// began before others; after each the catalog that was read again is the one that a first reading
/// makes.
///
/// `-Dseed=N` makes the same changes again, `-Dcatalog.changes=N` more or fewer.
@Timeout(300)
class CatalogChangesSpec {
    private static final long SEED = Long.getLong("seed", 20261128L);
    private static final int CHANGES = Integer.getInteger("catalog.changes", 150);
    private static final int TRIES = 20;
    private static final CatalogReader.Options OPTIONS = new CatalogReader.Options(
            List.of("api", "other"), List.of("public"), 1,
            () -> Run.until(new Deadline(Long.MAX_VALUE)));

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<String> story = new ArrayList<>();
    private int done;

    /// Changes that show in another object than the one that was changed.
    private static final String FAR = """
            create sequence api.q; create function api.two() returns int language sql as 'select 2'
            create domain api.counted as int default nextval('api.q')
            create table api.far (id serial primary key, a int default nextval('api.q'), \
            b int default api.two(), c api.mood default 'ok', d api.counted, e api.films[], \
            f text default 'ok'::api.mood::text)
            alter sequence api.q rename to r
            alter sequence api.far_id_seq rename to far_seq
            alter function api.two rename to three
            alter function api.three set schema hidden
            alter type api.mood rename to temper
            alter type api.temper rename value 'ok' to 'fine'
            alter type api.temper set schema hidden
            alter sequence api.r set schema other
            alter table api.films rename to movies
            alter domain api.counted rename to numbered
            alter domain api.numbered set default 7
            create view api.low as select id, title from api.movies
            create view api.high as select * from api.low
            create or replace view api.low as select distinct id, title from api.movies
            create trigger act instead of insert on api.low \
            for each row execute function api.nothing()
            create trigger act_too instead of update on api.low \
            for each row execute function api.nothing()
            create trigger on_base before insert on api.movies \
            for each row execute function api.nothing()
            drop trigger act on api.low
            alter table api.movies rename column id to number
            create function api.of_far() returns setof api.far language sql as \
            'select null::api.far'
            create function api.of_hidden() returns setof hidden.studios language sql as \
            'select null::hidden.studios'
            alter table api.far add column late int
            alter table hidden.studios add column late int
            alter table hidden.studios rename to ateliers
            alter table hidden.credits rename constraint credits_film to credits_movie
            alter table hidden.credits drop constraint credits_studio
            comment on column api.directors.name is null
            alter schema hidden rename to cellar
            """;

    @Test
    void what_hangs_on_a_changed_object_is_read_again() throws Exception {
        TestDatabase database = PostgresFixture.freshDatabase(
                CatalogSchema.SCRIPT + "; create schema other");
        try (var again = new JdbcDatabase(database); var first = new JdbcDatabase(database)) {
            var reader = new CatalogReader(again);
            Catalog before = reader.read(OPTIONS);
            for (String change : FAR.lines().toList()) {
                story.add(change);
                database.execute(change);
                Catalog now = reader.read(OPTIONS);
                compare(now, CatalogReader.read(first, OPTIONS));
                if (!mayTouchAll(change)) {
                    assertShared(before, now);
                }
                before = now;
            }
        }
    }

    @Test
    void a_catalog_read_again_is_as_if_read_for_the_first_time() throws Exception {
        TestDatabase database = PostgresFixture.freshDatabase(CatalogSchema.SCRIPT + """
                ; create schema other;
                do $$ begin create role catalog_role;
                exception when duplicate_object then null; end $$
                """);
        // A late transaction may hold a lock that a change or a reading waits for.
        database.execute("alter database " + database.name() + " set lock_timeout = '50ms'");
        try (Connection one = database.connect(); Connection late = database.connect();
                var again = new JdbcDatabase(database); var first = new JdbcDatabase(database)) {
            late.setAutoCommit(false);
            var reader = new CatalogReader(again);
            Catalog before = reader.read(OPTIONS);
            for (int i = 0; i < CHANGES; i++) {
                int told = story.size();
                change(one, late);
                Catalog now = compared(reader, first, late);
                if (story.subList(told, story.size()).stream().noneMatch(this::mayTouchAll)) {
                    assertShared(before, now);
                }
                before = now;
            }
            late.rollback();
        }
        assertThat(done).as("changes that PostgreSQL took").isGreaterThan(CHANGES / 2);
    }

    private void change(Connection one, Connection late) throws SQLException {
        switch (random.nextInt(12)) {
            case 0 -> {
                one.setAutoCommit(false);
                run(one, "rolled back: ");
                one.rollback();
                one.setAutoCommit(true);
            }
            case 1 -> run(late, "late: ");
            case 2 -> {
                story.add("late: commit");
                late.commit();
            }
            default -> run(one, "");
        }
    }

    /// What is now, by a reading that goes on from the one before and by a first one.
    private Catalog compared(CatalogReader reader, JdbcDatabase first, Connection late)
            throws Exception {
        try {
            Catalog now = reader.read(OPTIONS);
            compare(now, CatalogReader.read(first, OPTIONS));
            return now;
        } catch (CatalogUnreadable locked) {
            assertThat(locked).as(story()).hasMessageContaining("lock timeout");
            story.add("late: commit");
            late.commit();
            Catalog now = reader.read(OPTIONS);
            compare(now, CatalogReader.read(first, OPTIONS));
            return now;
        }
    }

    private String story() {
        return "-Dseed=" + SEED + "\n" + String.join(";\n", story);
    }

    /// Throws until PostgreSQL takes something. A refused statement is a change, too: of a
    /// transaction that was aborted.
    private void run(Connection connection, String how) throws SQLException {
        boolean whole = !connection.getAutoCommit();
        boolean taken = false;
        for (int i = 0; i < TRIES && !taken; i++) {
            String sql = DdlMaker.make(random);
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                story.add(how + sql);
                taken = true;
                done++;
            } catch (SQLException refused) {
                if (whole) {
                    story.add(how + "rollback");
                    connection.rollback();
                }
            }
        }
    }

    private void compare(Catalog again, Catalog first) {
        String what = story();
        assertThat(again.tables()).as(what).isEqualTo(first.tables());
        assertThat(again.relationships()).as(what).isEqualTo(first.relationships());
        assertThat(again.functions()).as(what).isEqualTo(first.functions());
        assertThat(again.mediaHandlers()).as(what).isEqualTo(first.mediaHandlers());
        assertThat(again.representations()).as(what).isEqualTo(first.representations());
        assertThat(again.roleSettings()).as(what).isEqualTo(first.roleSettings());
        assertThat(again.schemaComments()).as(what).isEqualTo(first.schemaComments());
        assertThat(CatalogJson.write(again)).as(what).isEqualTo(CatalogJson.write(first));
    }

    /// After a schema was renamed everything is read again.
    private boolean mayTouchAll(String line) {
        return line.contains("alter schema") || line.equals("late: commit");
    }

    /// What is equal is the same.
    private static void assertShared(Catalog before, Catalog now) {
        assertThat(now.tables().values()).allMatch(table ->
                !table.equals(before.table(table.name())) || table == before.table(table.name()));
        assertThat(now.relationships().entrySet()).allMatch(entry ->
                !entry.getValue().equals(before.relationships().get(entry.getKey()))
                        || entry.getValue() == before.relationships().get(entry.getKey()));
    }
}
