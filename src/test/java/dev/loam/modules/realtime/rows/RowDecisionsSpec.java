package dev.loam.modules.realtime.rows;

import static dev.loam.modules.realtime.rows.RowsRig.ANN;
import static dev.loam.modules.realtime.rows.RowsRig.BOB;
import static dev.loam.modules.realtime.rows.RowsRig.all;
import static dev.loam.modules.realtime.rows.RowsRig.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.app.running.SystemClock;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.lineage.Captured;
import dev.loam.kernel.lineage.Lineage;
import dev.loam.kernel.lineage.LineageReader;
import dev.loam.kernel.lineage.LineageUnreadable;
import dev.loam.ports.database.Run;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What was decided once is not asked again, until something changes that it came from.
class RowDecisionsSpec {
    private final AtomicReference<Lineage> lineage = new AtomicReference<>();
    private final RowsRig rig = new RowsRig("""
            create table mine (id int primary key, owner uuid, body text);
            alter table mine enable row level security;
            create policy own on mine for select using (owner = auth.uid());
            create table members (room int, who uuid, primary key (room, who));
            create table said (id int primary key, room int, body text);
            alter table said enable row level security;
            create policy rooms on said for select using (exists (
                select from members m where m.who = auth.uid() and m.room = said.room));
            alter publication supabase_realtime add table mine, said;
            """, lineage::get, RowsConfig.DEFAULT);
    private final PostgresDatabase catalog =
            new PostgresDatabase(PostgresConfig.fromUrl(rig.tables.url()));

    @BeforeEach
    void read() throws LineageUnreadable {
        lineage.set(new LineageReader(catalog, Captured.byPublication("loam_changes"),
                () -> Run.until(Deadline.after(Duration.ofSeconds(20),
                        new SystemClock().nanos()))).read());
    }

    @AfterEach
    void close() {
        catalog.close();
        rig.close();
    }

    private static Caller session(String user, int number) {
        return new Caller("authenticated", "{\"role\":\"authenticated\",\"sub\":\"" + user
                + "\",\"session_id\":\"" + number + "\"}", false);
    }

    private int questionsFor(String sql, RowsRig.Listener listener, String id) {
        int before = rig.counted.questions.get();
        rig.tables.execute(sql);
        listener.heard().awaits(id);
        return rig.counted.questions.get() - before;
    }

    @Test
    void a_decision_holds_for_all_with_the_same_claims_that_matter() {
        var ann = rig.listens(session(ANN, 1), all("mine"));
        assertThat(questionsFor("insert into mine values (1, '" + ANN + "')", ann, "1"))
                .isPositive();
        assertThat(questionsFor("insert into mine values (2, '" + ANN + "')", ann, "2")).isZero();
        var again = rig.listens(session(ANN, 2), all("mine"));
        assertThat(questionsFor("insert into mine values (3, '" + ANN + "')", again, "3"))
                .isZero();
        var bob = rig.listens(session(BOB, 3), all("mine"));
        assertThat(questionsFor("insert into mine values (4, '" + ANN + "'), (5, '" + BOB
                + "')", bob, "5")).isEqualTo(1);
        assertThat(bob.heard().brief()).containsExactly("INSERT 5");
        assertThat(ann.heard().awaits("4").brief())
                .containsExactly("INSERT 1", "INSERT 2", "INSERT 3", "INSERT 4");
    }

    @Test
    void a_decision_falls_with_the_rows_that_it_came_from() {
        rig.tables.execute("insert into members values (1, '" + ANN + "')");
        var ann = rig.listens(session(ANN, 1), all("said"));
        questionsFor("insert into said values (1, 1)", ann, "1");
        questionsFor("insert into said values (2, 1)", ann, "2");
        assertThat(questionsFor("insert into said values (3, 1)", ann, "3")).isZero();
        rig.tables.execute("delete from members");
        rig.tables.execute("insert into said values (4, 1)");
        rig.tables.execute("insert into members values (2, '" + ANN + "')");
        rig.tables.execute("insert into said values (5, 2)");
        assertThat(ann.heard().awaits("5").brief()).doesNotContain("INSERT 4");
    }

    @Test
    void a_lineage_that_is_behind_does_not_count() {
        var one = rig.listens(session(ANN, 1), all("mine"));
        var two = rig.listens(session(ANN, 2), all("mine"));
        questionsFor("insert into mine values (1, '" + ANN + "')", two, "1");
        // From now on another claim counts, of which the lineage does not know.
        rig.tables.execute("""
                alter policy own on mine using ((select
                    current_setting('request.jwt.claims')::json ->> 'session_id') = '2')""");
        rig.tables.execute("insert into mine values (2, '" + ANN + "')");
        assertThat(two.heard().awaits("2").brief()).containsExactly("INSERT 1", "INSERT 2");
        assertThat(one.heard().brief()).containsExactly("INSERT 1");
        rig.tables.execute("alter policy own on mine using (true)");
        rig.tables.execute("insert into mine values (3, '" + ANN + "')");
        assertThat(one.heard().awaits("3").brief()).containsExactly("INSERT 1", "INSERT 3");
    }

    @Test
    void writers_of_what_decides_are_never_overtaken() {
        var ann = rig.listens(user(ANN), all("said"));
        for (int i = 1; i <= 60; i++) {
            rig.tables.execute("""
                    begin; insert into members values (%d, '%s');
                    insert into said values (%1$d, %1$d); commit""".formatted(i, ANN));
            rig.tables.execute("delete from members where room = " + (i - 1));
            rig.tables.execute("insert into said values (%d, %d)".formatted(1000 + i, i - 1));
        }
        rig.tables.execute("insert into members values (99, '" + ANN + "')");
        rig.tables.execute("insert into said values (99, 99)");
        assertThat(ann.heard().awaits("99").brief())
                .noneMatch(row -> row.matches("INSERT 1\\d{3}"));
        assertThat(ann.heard().brief()).contains("INSERT 60", "INSERT 99")
                .doesNotHaveDuplicates();
    }
}
