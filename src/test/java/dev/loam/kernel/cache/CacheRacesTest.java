package dev.loam.kernel.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.position.Lsn;
import dev.loam.ports.database.Consistency;
import dev.loam.ports.database.Consistency.Level;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Served;
import dev.loam.ports.database.Served.How;
import dev.loam.ports.database.Session;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every order of events in which a cache could give a stale answer, one step after the other.
class CacheRacesTest {
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void what_was_asked_before_is_answered_without_the_database() {
        rig.model.begin().write("a", 1).commit();
        rig.catchUp();
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
        assertThat(how(rig.read("read a"))).isEqualTo(How.HIT);
        assertThat(rig.read("read a").text(0, 0)).isEqualTo("100");
        assertThat(rig.model.statements).isEqualTo(1);
    }

    @Test
    void a_commit_takes_out_what_does_not_show_it_and_nothing_else() {
        rig.read("read a");
        rig.read("read b");
        var tx = rig.model.begin().write("a", 1);
        tx.commit();
        rig.catchUp();
        assertThat(rig.read("read a").text(0, 0)).isEqualTo(Long.toString(tx.xid));
        assertThat(how(rig.read("read b"))).isEqualTo(How.HIT);
    }

    @Test
    void an_answer_that_shows_a_commit_before_it_is_told_stays() {
        rig.model.begin().write("a", 1).commit();
        rig.read("read a");
        rig.catchUp();
        assertThat(how(rig.read("read a"))).isEqualTo(How.HIT);
    }

    @Test
    void a_commit_that_is_told_before_it_is_seen_keeps_answers_out() {
        var tx = rig.model.begin().write("a", 1).log();
        rig.model.feed.tellOne();
        assertThat(rig.read("read a").served().how()).isEqualTo(How.PASS);
        tx.show();
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
        assertThat(how(rig.read("read a"))).isEqualTo(How.HIT);
    }

    @Test
    void a_commit_told_while_a_statement_is_under_way_keeps_its_answer_out() {
        rig.model.during = once(() -> {
            rig.model.begin().write("a", 1).commit();
            rig.catchUp();
            // Another statement has seen it already, so that nothing else need remember it.
            rig.read("read b");
        });
        assertThat(rig.read("read a").served().how()).isEqualTo(How.PASS);
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
    }

    @Test
    void a_write_of_this_process_keeps_out_what_was_asked_before_it() {
        rig.model.during = once(() -> rig.write("write a 1"));
        assertThat(rig.read("read a").served().how()).isEqualTo(How.PASS);
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
        assertThat(how(rig.read("read a"))).isEqualTo(How.HIT);
    }

    @Test
    void a_write_of_this_process_takes_its_tables_out_before_the_feed_tells() {
        rig.read("read a");
        Rows written = rig.write("write a 1");
        assertThat(rig.read("read a").text(0, 0)).isEqualTo(written.text(0, 0));
    }

    @Test
    void after_a_write_with_a_trigger_that_is_not_told_in_time_the_database_answers() {
        rig.read("read log");
        rig.read("read a");
        Rows written = rig.write("write t 1");
        assertThat(rig.read("read log").text(0, 0)).isEqualTo(written.text(0, 0));
        assertThat(how(rig.read("read a"))).isEqualTo(How.STALE);
        rig.catchUp();
        assertThat(how(rig.read("read a"))).isEqualTo(How.HIT);
        assertThat(how(rig.read("read log"))).isEqualTo(How.HIT);
    }

    @Test
    void a_write_with_a_trigger_waits_until_it_is_told() {
        rig.read("read log");
        rig.read("read a");
        rig.model.feed.onPoke = () -> rig.model.feed.tellAll(rig.model.end());
        Rows written = rig.write("write t 1");
        assertThat(how(rig.read("read a"))).isEqualTo(How.HIT);
        assertThat(rig.read("read log").text(0, 0)).isEqualTo(written.text(0, 0));
        assertThat(rig.cache.figures().writesWaited()).isEqualTo(1);
    }

    @Test
    void rows_that_are_pinned_go_with_changes_of_these_rows_alone() {
        rig.read("read a 1");
        rig.read("read a 2");
        var tx = rig.model.begin().write("a", 1);
        tx.commit();
        rig.catchUp();
        assertThat(how(rig.read("read a 2"))).isEqualTo(How.HIT);
        assertThat(rig.read("read a 1").text(0, 0)).isEqualTo(Long.toString(tx.xid));
    }

    @Test
    void views_go_with_their_tables() {
        rig.read("read both");
        rig.model.begin().write("b", 1).commit();
        rig.catchUp();
        assertThat(how(rig.read("read both"))).isEqualTo(How.MISS);
    }

    @Test
    void an_answer_may_be_as_old_as_its_request_bears() {
        rig.read("read a");
        rig.clock.pass(Duration.ofMillis(900));
        assertThat(how(rig.read("read a", "anna", bounded(500)))).isEqualTo(How.STALE);
        rig.clock.pass(Duration.ofMillis(900));
        assertThat(how(rig.read("read a"))).isEqualTo(How.HIT);
        rig.clock.pass(Duration.ofMillis(900));
        assertThat(how(rig.read("read a"))).isEqualTo(How.STALE);
        rig.clock.pass(Duration.ofHours(1));
        var eventual = new Consistency(Level.EVENTUAL, null, null);
        assertThat(how(rig.read("read a", "anna", eventual))).isEqualTo(How.HIT);
        assertThat(rig.read("read a", "anna", Consistency.STRONG).served().how())
                .isEqualTo(How.PASS);
    }

    @Test
    void a_feed_that_has_caught_up_makes_answers_young_again() {
        rig.read("read a");
        rig.clock.pass(Duration.ofMinutes(1));
        rig.catchUp();
        assertThat(rig.read("read a").served().age()).isEqualTo(Duration.ZERO);
        assertThat(how(rig.read("read a"))).isEqualTo(How.HIT);
    }

    @Test
    void progress_short_of_the_end_of_the_log_makes_nothing_young() {
        rig.read("read a");
        rig.clock.pass(Duration.ofMinutes(1));
        rig.model.begin().write("a", 1).commit();
        rig.cache.watchNow();
        rig.model.feed.listener.onProgress(new Lsn(rig.model.end - 1));
        assertThat(how(rig.read("read a"))).isEqualTo(How.STALE);
    }

    @Test
    void a_position_that_was_not_told_yet_is_asked_of_the_database() {
        rig.read("read a");
        var tx = rig.model.begin().write("a", 1);
        tx.commit();
        var after = Consistency.SESSION.after(rig.model.end());
        assertThat(rig.read("read a", "anna", after).text(0, 0))
                .isEqualTo(Long.toString(tx.xid));
        rig.catchUp();
        assertThat(how(rig.read("read a", "anna", after))).isEqualTo(How.HIT);
    }

    @Test
    void a_pause_of_the_feed_takes_everything_out() {
        rig.read("read a");
        rig.model.feed.listener.onPause("cut");
        assertThat(rig.read("read a").served().why())
                .isEqualTo("committed changes cannot be read now");
        rig.model.feed.listener.onProgress(rig.model.end());
        rig.cache.watchOnce();
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
    }

    @Test
    void what_committed_to_the_log_before_the_feed_began_is_waited_for() {
        var old = rig.model.begin().write("a", 1).log();
        rig.model.feed.waiting.clear();
        rig.model.feed.listener.onStart(rig.model.end(), "the slot was lost");
        rig.cache.watchOnce();
        assertThat(rig.read("read a").served().how()).isEqualTo(How.PASS);
        old.show();
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
    }

    @Test
    void a_statement_from_before_a_gap_does_not_enter_after_it() {
        rig.model.during = once(rig::begin);
        assertThat(rig.read("read a").served().how()).isEqualTo(How.PASS);
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
    }

    @Test
    void a_change_of_the_schema_keeps_everything_out_until_it_was_read() {
        rig.read("read a");
        rig.model.begin().emit("loam.ddl").commit();
        rig.catchUp();
        assertThat(rig.read("read a").served().how()).isEqualTo(How.PASS);
        rig.lineage = rig.lineage.at(rig.model.snapshot());
        assertThat(rig.read("read a").served().why()).isEqualTo("the schema is being read");
        rig.cache.watchOnce();
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
        assertThat(how(rig.read("read a"))).isEqualTo(How.HIT);
    }

    @Test
    void while_a_change_of_the_schema_may_be_untold_an_answer_is_its_askers_alone() {
        rig.model.begin().emit("loam.ddl").commit();
        assertThat(how(rig.read("read a", "anna", Consistency.SESSION))).isEqualTo(How.MISS);
        assertThat(how(rig.read("read a", "bert", Consistency.SESSION))).isEqualTo(How.STALE);
        assertThat(how(rig.read("read a", "bert", Consistency.SESSION))).isEqualTo(How.HIT);
    }

    @Test
    void until_a_change_of_the_schema_was_read_nobody_shares_a_statement() {
        rig.model.begin().emit("loam.ddl").commit();
        rig.catchUp();
        rig.model.during = once(() -> assertThat(
                how(rig.read("read a", "bert", Consistency.SESSION))).isEqualTo(How.PASS));
        assertThat(how(rig.read("read a", "anna", Consistency.SESSION))).isEqualTo(How.PASS);
    }

    @Test
    void a_schema_that_may_have_changed_in_a_gap_is_read_again_before_anything_is_kept() {
        rig.read("read a");
        var untold = rig.model.begin().emit("loam.ddl");
        untold.commit();
        rig.model.feed.waiting.clear();
        rig.model.feed.listener.onStart(rig.model.end(), "the slot was lost");
        var before = rig.lineage;
        rig.reads = false;
        rig.cache.watchOnce();
        assertThat(rig.read("read a").served().why()).isEqualTo("the schema is being read");
        assertThat(rig.lineage).isSameAs(before);
        rig.reads = true;
        rig.begin();
        assertThat(rig.lineage.taken().shows(untold.xid)).isTrue();
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
    }

    @Test
    void a_moment_in_which_changes_of_the_schema_were_not_told_is_noticed_afterwards() {
        rig.read("read a");
        rig.model.tellers = "2";
        var untold = rig.model.begin().write("b", 1);
        untold.commit();
        rig.catchUp();
        assertThat(rig.read("read a").served().how()).isEqualTo(How.PASS);
        rig.catchUp();
        assertThat(rig.lineage.taken().shows(untold.xid)).isTrue();
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
    }

    @Test
    void a_schema_that_was_read_before_its_change_was_seen_is_read_again() {
        var tx = rig.model.begin().emit("loam.ddl").log();
        rig.catchUp();
        rig.lineage = rig.lineage.at(rig.model.snapshot());
        rig.catchUp();
        assertThat(rig.read("read a").served().why()).isEqualTo("the schema is being read");
        tx.show();
        rig.catchUp();
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
        assertThat(how(rig.read("read a"))).isEqualTo(How.HIT);
    }

    @Test
    void a_refreshed_view_takes_its_answers_out() {
        rig.read("read m");
        rig.read("read a");
        rig.model.begin().emit("loam.refresh").commit();
        rig.catchUp();
        assertThat(how(rig.read("read m"))).isEqualTo(How.MISS);
        assertThat(how(rig.read("read a"))).isEqualTo(How.HIT);
    }

    @Test
    void other_roles_take_everything_out() {
        rig.read("read a");
        rig.model.roles = "others";
        rig.catchUp();
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
    }

    @Test
    void where_changes_of_the_schema_are_not_told_nothing_is_kept() {
        rig.read("read a");
        rig.model.tellsSchema = false;
        rig.catchUp();
        assertThat(rig.read("read a").served().how()).isEqualTo(How.PASS);
        rig.model.tellsSchema = true;
        rig.catchUp();
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
    }

    @Test
    void when_more_commits_than_can_be_remembered_nothing_enters_that_misses_one() {
        var slow = rig.model.begin().write("a", 1).log();
        for (int i = 0; i < Rig.CONFIG.commitsMax() + 1; i++) {
            rig.model.begin().write("b", i).commit();
        }
        rig.catchUp();
        for (int i = 0; i < Rig.CONFIG.commitsMax() + 1; i++) {
            rig.model.begin().write("b", i).log();
        }
        rig.catchUp();
        assertThat(rig.read("read a").served().how()).isEqualTo(How.PASS);
        slow.show();
        assertThat(rig.read("read a").served().how()).isEqualTo(How.PASS);
    }

    @Test
    void failures_are_not_kept() {
        rig.model.nextFailure =
                new Outcome.SqlError("22012", "division by zero", null, null, null, null, 100);
        Outcome failed = rig.cache.run(
                Rig.sql("read a"), Rig.session("anna"), rig.run(Consistency.SESSION));
        assertThat(((Outcome.SqlError) failed).position()).isLessThan(100).isPositive();
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
        rig.model.nextFailure = new Unavailable(Outcome.Why.BROKEN, "gone");
        rig.cache.run(Rig.sql("write a 1"), Session.LOGIN, rig.run(Consistency.SESSION));
        assertThat(how(rig.read("read a"))).isEqualTo(How.MISS);
    }

    @Test
    void the_callers_share_what_does_not_depend_on_them() {
        rig.catchUp();
        rig.read("read a", "anna", Consistency.SESSION);
        rig.read("read mine", "anna", Consistency.SESSION);
        assertThat(how(rig.read("read a", "bert", Consistency.SESSION))).isEqualTo(How.HIT);
        assertThat(how(rig.read("read mine", "bert", Consistency.SESSION))).isEqualTo(How.MISS);
        assertThat(rig.read("read mine", "anna", Consistency.SESSION).text(0, 1))
                .contains("anna");
    }

    private static Consistency bounded(int millis) {
        return new Consistency(Level.BOUNDED, Duration.ofMillis(millis), null);
    }

    private Runnable once(Runnable what) {
        return () -> {
            rig.model.during = () -> { };
            what.run();
        };
    }

    private static How how(Rows rows) {
        Served served = rows.served();
        return served.how();
    }
}
