package dev.loam.kernel.cache;

import static dev.loam.kernel.cache.ModelDatabase.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.kernel.lineage.CallerParts;
import dev.loam.ports.database.Consistency;
import dev.loam.ports.database.Footprint;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Served.How;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Isolation;
import dev.loam.ports.database.Sql;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is kept, what is not and why, and how requests for the same share one statement.
class CacheAnswersTest {
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void an_answer_tells_why_it_is_not_kept() {
        rig.lineage.untold.put(table("u"), "public.u is unlogged");
        rig.lineage.obstacles.put(table("v"), "public.v calls random()");
        assertThat(why("read off", Rig.session("anna"))).isEqualTo(
                "the cache is off for public.off");
        assertThat(why("read u", Rig.session("anna"))).isEqualTo("public.u is unlogged");
        assertThat(why("read v", Rig.session("anna"))).isEqualTo("public.v calls random()");
        assertThat(why("read a", session("nobody", null, List.of())))
                .isEqualTo("the cache is off for this role");
        assertThat(why("read a", session("web", Isolation.SERIALIZABLE, List.of())))
                .isEqualTo("it runs under an isolation level of its own");
        assertThat(why("read a", session("web", null, List.of(Sql.of("select f()")))))
                .isEqualTo("another statement runs before it, at each request");
        assertThat(rig.cache.figures().passes()).containsEntry(Reason.UNTOLD, 1L)
                .containsEntry(Reason.UNKNOWABLE, 1L).containsEntry(Reason.TABLE, 1L);
    }

    @Test
    void a_statement_that_may_read_more_than_is_known_is_not_kept() {
        Rows rows = (Rows) rig.cache.run(
                new Sql("read a", List.of(), Footprint.UNKNOWN), Rig.session("anna"),
                rig.run(Consistency.SESSION));
        assertThat(rows.served().why())
                .isEqualTo("the statement may read more than is known of it");
    }

    @Test
    void explains_without_running() {
        var run = rig.run(Consistency.SESSION);
        assertThat(rig.cache.explain(Rig.sql("read both"), Rig.session("anna"), run))
                .isEqualTo("kept until one of these changes: public.a, public.b");
        assertThat(rig.cache.explain(Rig.sql("read off"), Rig.session("anna"), run))
                .isEqualTo("not kept: the cache is off for public.off");
        assertThat(rig.model.statements).isZero();
    }

    @Test
    void a_tag_is_that_of_the_rows() {
        String tag = rig.read("read a").served().tag();
        assertThat(rig.read("read a").served().tag()).isEqualTo(tag);
        rig.write("write a 1");
        assertThat(rig.read("read a").served().tag()).isNotEqualTo(tag);
    }

    @Test
    void those_who_ask_the_same_meanwhile_share_one_statement() throws Exception {
        rig.catchUp();
        var reached = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        rig.model.during = () -> wait(reached, go);
        FutureTask<Rows> leader = inBackground(rig.run(Consistency.SESSION));
        reached.await();
        FutureTask<Rows> follower = inBackground(new Run(
                rig.run(Consistency.SESSION).deadline(), () -> released(go),
                Consistency.SESSION, false));
        assertThat(leader.get().served().how()).isEqualTo(How.MISS);
        assertThat(follower.get().served().how()).isEqualTo(How.SHARED);
        assertThat(rig.model.statements).isEqualTo(1);
    }

    @Test
    void who_follows_a_statement_that_fails_asks_for_himself() throws Exception {
        rig.catchUp();
        var reached = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        rig.model.during = () -> {
            rig.model.during = () -> { };
            wait(reached, go);
            throw new IllegalStateException("a defect");
        };
        var thrown = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                rig.read("read a");
            } catch (IllegalStateException e) {
                thrown.countDown();
            }
        });
        reached.await();
        FutureTask<Rows> follower = inBackground(new Run(
                rig.run(Consistency.SESSION).deadline(), () -> released(go),
                Consistency.SESSION, false));
        assertThat(follower.get().served().how()).isEqualTo(How.MISS);
        thrown.await();
        assertThat(rig.read("read a").served().how()).isEqualTo(How.HIT);
    }

    @Test
    void who_leaves_while_he_follows_ends_alone() throws Exception {
        var reached = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        rig.model.during = () -> wait(reached, go);
        FutureTask<Rows> leader = inBackground(rig.run(Consistency.SESSION));
        reached.await();
        var left = new Run(rig.run(Consistency.SESSION).deadline(), () -> true,
                Consistency.SESSION, false);
        assertThat(rig.cache.run(Rig.sql("read a"), Rig.session("anna"), left))
                .isEqualTo(new Unavailable(Why.ABANDONED, "the client left"));
        go.countDown();
        assertThat(leader.get().served().how()).isEqualTo(How.MISS);
    }

    @Test
    void claims_count_one_by_one_and_as_they_are_written() {
        var keys = new KeyMaker();
        var sub = new CallerParts(false, Set.of("sub"), Set.of());
        var all = new CallerParts(false, Set.of(), Set.of("request.jwt.claims"));
        Sql sql = Rig.sql("read mine");
        assertThat(keys.key(sql, claims("{\"sub\":\"1\",\"exp\":1}"), sub))
                .isEqualTo(keys.key(sql, claims("{\"exp\":2,\"sub\":\"1\"}"), sub))
                .isNotEqualTo(keys.key(sql, claims("{\"sub\":1}"), sub))
                .isNotEqualTo(keys.key(sql, claims("{}"), sub))
                .isNotEqualTo(keys.key(sql, claims("{\"sub\":\"1\",\"sub\":\"2\"}"), sub));
        assertThat(keys.key(sql, claims("{\"sub\":[1, {\"a\":2}]}"), sub))
                .isNotEqualTo(keys.key(sql, claims("{\"sub\":[1, {\"a\":3}]}"), sub));
        assertThat(keys.key(sql, claims("{\"a\":1}"), all))
                .isNotEqualTo(keys.key(sql, claims("{\"a\":2}"), all));
        assertThat(keys.key(sql, claims("{\"a\":1}"), CallerParts.NONE))
                .isEqualTo(keys.key(sql, claims("no JSON"), CallerParts.NONE));
        assertThat(keys.key(sql, claims("no JSON"), sub))
                .isNotEqualTo(keys.key(sql, claims("nor that"), sub));
    }

    @Test
    void accesses_are_recorded_for_a_simulation() {
        rig.read("read a");
        rig.read("read a");
        rig.read("read b");
        List<Simulator.Access> trace = rig.cache.takeTrace();
        assertThat(trace).hasSize(3);
        assertThat(trace.get(0)).isEqualTo(trace.get(1)).isNotEqualTo(trace.get(2));
        assertThat(rig.cache.takeTrace()).isEmpty();
    }

    private FutureTask<Rows> inBackground(Run run) {
        var task = new FutureTask<>(() -> (Rows) rig.cache.run(
                Rig.sql("read a"), Rig.session("anna"), run));
        Thread.ofVirtual().start(task);
        return task;
    }

    /// Whoever asks whether the client has left is waiting, and so the other may go on.
    private static boolean released(CountDownLatch go) {
        go.countDown();
        return false;
    }

    private static void wait(CountDownLatch reached, CountDownLatch go) {
        reached.countDown();
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String why(String statement, Session session) {
        Rows rows = (Rows) rig.cache.run(
                Rig.sql(statement), session, rig.run(Consistency.SESSION));
        assertThat(rows.served().how()).isEqualTo(How.PASS);
        return rows.served().why();
    }

    private static Session session(String role, Isolation isolation, List<Sql> before) {
        return new Session(role, List.of(), Access.READ_ONLY, isolation, before);
    }

    private static Session claims(String json) {
        return new Session("web", List.of(new Session.Setting("request.jwt.claims", json)),
                Access.READ_ONLY, null, List.of());
    }
}
