package dev.loam.modules.realtime.rows;

import static dev.loam.modules.realtime.rows.RowsRig.ANN;
import static dev.loam.modules.realtime.rows.RowsRig.BOB;
import static dev.loam.modules.realtime.rows.RowsRig.all;
import static dev.loam.modules.realtime.rows.RowsRig.filtered;
import static dev.loam.modules.realtime.rows.RowsRig.nobody;
import static dev.loam.modules.realtime.rows.RowsRig.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.position.Lsn;
import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.rows.RowsRig.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// That every change is told once and in order, also to many, to those who come back, and when the
/// database is away.
class RowOrderSpec {
    private static RowsRig rig;

    @BeforeAll
    static void start() {
        rig = new RowsRig("""
                create table open (id int primary key, body text);
                create table mine (id int primary key, owner uuid, body text);
                alter table mine enable row level security;
                create policy own on mine for select using (owner = auth.uid());
                alter publication supabase_realtime add table open, mine;
                """);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void a_thousand_callers_are_asked_for_in_one_question() {
        List<Listener> listeners = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            listeners.add(rig.joins(user(id(i)), null, all("mine")));
        }
        listeners.getLast().heard().awaitsSystem("ok: Subscribed to PostgreSQL");
        rig.tables.execute("insert into mine values (-1, '%s')".formatted(id(999)));
        listeners.getLast().heard().awaits("-1");
        int before = rig.counted.questions.get();
        rig.tables.execute("insert into mine values (-2, '%s')".formatted(id(999)));
        listeners.getLast().heard().awaits("-2");
        assertThat(rig.counted.questions.get() - before).isEqualTo(1);
        // A row is asked about for each caller: in one go on a busy machine it could take too long.
        for (int first = 0; first < 1_000; first += 100) {
            rig.tables.execute(("insert into mine select 1000 + i, ('00000000-0000-4000-8000-'"
                    + " || lpad(i::text, 12, '0'))::uuid from generate_series(%d, %d) i")
                    .formatted(first, first + 99));
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(listeners.get(i).heard().awaits(Integer.toString(1000 + i)).brief())
                    .endsWith("INSERT " + (1000 + i)).hasSize(i == 999 ? 3 : 1);
            listeners.get(i).joined().close();
        }
    }

    private static String id(int number) {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }

    @Test
    void writers_beside_each_other_are_told_in_order_and_once() throws InterruptedException {
        var all = rig.listens(nobody(), all("open"));
        var ann = rig.listens(user(ANN), all("mine"));
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            int base = 10_000 * (w + 1);
            writers.add(Thread.ofPlatform().start(() -> write(base)));
        }
        List<Listener> late = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            late.add(rig.listens(nobody(), all("open")));
        }
        for (var writer : writers) {
            writer.join();
        }
        rig.tables.execute("insert into open values (99999); insert into mine values (99999, '"
                + ANN + "')");
        var told = all.heard().awaits("99999").rows();
        assertThat(told.stream().map(Heard::place)).isSorted().doesNotHaveDuplicates();
        assertThat(all.heard().brief()).hasSize(401).doesNotHaveDuplicates();
        assertThat(ann.heard().awaits("99999").brief()).hasSize(201).doesNotHaveDuplicates();
        for (var one : late) {
            var brief = one.heard().awaits("99999").brief();
            assertThat(all.heard().brief()).endsWith(brief.toArray(String[]::new));
            one.joined().close();
        }
        // Whoever comes back with any place is told just what came behind it.
        for (int seen : List.of(0, 1, 57, 200, 399)) {
            var again = rig.resumes(nobody(), Heard.place(told.get(seen)), all("open"));
            rig.tables.execute("insert into open values (%d)".formatted(100_000 + seen));
            assertThat(again.heard().awaits(Integer.toString(100_000 + seen)).brief())
                    .startsWith(all.heard().brief().subList(seen + 1, 401).toArray(String[]::new))
                    .doesNotHaveDuplicates();
            assertThat(again.heard().systems()).hasSize(1);
            again.joined().close();
        }
        all.joined().close();
        ann.joined().close();
    }

    private static void write(int base) {
        IntStream.range(0, 50).forEach(i -> rig.tables.execute("""
                begin; insert into open values (%d), (%d); insert into mine values (%1$d, '%s'),
                (%2$d, '%s'); commit""".formatted(base + 2 * i, base + 2 * i + 1, ANN, BOB)));
    }

    @Test
    void who_comes_back_amidst_a_transaction_is_told_its_rest() {
        var first = rig.listens(nobody(), filtered("open", "id=lt.0"));
        rig.tables.execute("insert into open select -i from generate_series(1, 5) i");
        var place = Heard.place(first.heard().awaits("-5").rows().get(1));
        assertThat(place.order()).isPositive();
        var again = rig.resumes(nobody(), place, filtered("open", "id=lt.0"));
        assertThat(again.heard().awaits("-5").brief())
                .containsExactly("INSERT -3", "INSERT -4", "INSERT -5");
        first.joined().close();
        again.joined().close();
    }

    @Test
    void who_comes_back_after_too_long_is_told_of_the_gap() {
        for (var place : List.of(Place.endOf(new Lsn(1)), Place.endOf(new Lsn(1L << 50)))) {
            var again = rig.resumes(nobody(), place, all("open"));
            again.heard().awaitsSystem(
                    message -> message.startsWith("error: Changes may have been missed"));
            again.joined().close();
        }
    }

    @Test
    void who_comes_back_without_a_place_is_told_of_the_gap_if_it_is_known() {
        var first = rig.listens(user(ANN), all("open"));
        rig.tables.execute("insert into open values (-40)");
        first.heard().awaits("-40");
        var other = rig.listens(user(BOB), all("open"));
        first.joined().close();
        rig.tables.execute("insert into open values (-41)");
        other.heard().awaits("-41");
        var again = rig.listens(user(ANN), all("open"));
        again.heard().awaitsSystem(message -> message.contains("they were told here up to"));
        rig.tables.execute("insert into open values (-42)");
        assertThat(again.heard().awaits("-42").brief()).containsExactly("INSERT -42");
        assertThat(other.heard().awaits("-42").systems()).hasSize(1);
        other.joined().close();
        again.joined().close();
    }

    @Test
    void a_row_that_could_not_be_checked_is_a_gap_and_never_sent() {
        var ann = rig.listens(user(ANN), all("mine"));
        var open = rig.listens(nobody(), all("open"));
        rig.tables.execute("insert into mine values (-10, '%s')".formatted(ANN));
        ann.heard().awaits("-10");
        rig.counted.gone = true;
        rig.tables.execute("insert into mine values (-11, '%s')".formatted(ANN));
        ann.heard().awaitsSystem(message -> message.contains("it cannot be reached"));
        rig.tables.execute("insert into open values (-12)");
        open.heard().awaits("-12");
        rig.counted.gone = false;
        rig.tables.execute("insert into mine values (-13, '%s')".formatted(ANN));
        assertThat(ann.heard().awaits("-13").brief()).containsExactly("INSERT -10", "INSERT -13");
        assertThat(open.heard().systems()).hasSize(1);
        ann.joined().close();
        open.joined().close();
    }

    @Test
    void a_role_that_cannot_be_asked_for_does_not_hold_up_others() {
        var stranger = rig.joins(new Caller("pg_monitor", "{\"role\":\"pg_monitor\"}", false), null,
                all("mine"));
        var ann = rig.listens(user(ANN), all("mine"));
        rig.tables.execute("insert into mine values (-50, '%s')".formatted(ANN));
        assertThat(ann.heard().awaits("-50").brief()).containsExactly("INSERT -50");
        assertThat(stranger.heard().brief()).doesNotContain("INSERT -50");
        stranger.joined().close();
        ann.joined().close();
    }

    @Test
    void a_new_token_counts_from_the_next_change_on() {
        var listener = rig.listens(user(ANN), all("mine"));
        rig.tables.execute("insert into mine values (-20, '%s'), (-21, '%s')"
                .formatted(ANN, BOB));
        listener.heard().awaits("-20");
        listener.joined().callerIs(user(BOB));
        rig.tables.execute("insert into mine values (-22, '%s'), (-23, '%s')"
                .formatted(ANN, BOB));
        assertThat(listener.heard().awaits("-23").brief())
                .containsExactly("INSERT -20", "INSERT -23");
        listener.joined().close();
    }

    @Test
    void tables_without_policies_cost_no_question() {
        var listener = rig.listens(nobody(), all("open"));
        rig.tables.execute("insert into open values (-30)");
        listener.heard().awaits("-30");
        int before = rig.counted.questions.get();
        rig.tables.execute("insert into open values (-31)");
        listener.heard().awaits("-31");
        assertThat(rig.counted.questions.get()).isEqualTo(before);
        listener.joined().close();
    }
}
