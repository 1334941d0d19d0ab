package dev.loam.modules.realtime.rows;

import static dev.loam.modules.realtime.rows.RowsRig.ANN;
import static dev.loam.modules.realtime.rows.RowsRig.BOB;
import static dev.loam.modules.realtime.rows.RowsRig.all;
import static dev.loam.modules.realtime.rows.RowsRig.filtered;
import static dev.loam.modules.realtime.rows.RowsRig.nobody;
import static dev.loam.modules.realtime.rows.RowsRig.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who is told of which rows: policies, privileges, filters and what is said of what is wrong.
class RowChangesSpec {
    private static RowsRig rig;

    @BeforeAll
    static void start() {
        rig = new RowsRig("""
                create table open (id int primary key, body text, at timestamptz, price numeric,
                    big bigint, tags text[], doc jsonb, done boolean);
                create table mine (id int primary key, owner uuid, body text);
                alter table mine enable row level security;
                create policy own on mine for select using (owner = (select auth.uid()));
                create policy other_rights on mine for update using (true);
                create table whole (id int primary key, owner uuid, body text);
                alter table whole replica identity full;
                alter table whole enable row level security;
                create policy own on whole using (owner = auth.uid());
                create table members (room int, who uuid, primary key (room, who));
                create table said (id int primary key, room int, body text);
                alter table said enable row level security;
                create policy rooms on said for select to authenticated using (room in (
                    select room from members m where m.who = auth.uid() and m.room = said.room));
                create policy tame on said as restrictive for select using (body !~ 'secret');
                create table changing (id int primary key, level int);
                alter table changing enable row level security;
                create policy at_first on changing using (level = 1);
                create table "Odd Names" (id int primary key, "the owner" uuid, body text,
                    size int generated always as (length(body)) stored);
                alter table "Odd Names" enable row level security;
                create policy odd on "Odd Names" for select
                    using ("the owner" = auth.uid() and size < 10 and ("Odd Names") is not null);
                create table large (id int primary key, owner uuid, note text, body text);
                alter table large alter column body set storage external;
                alter table large enable row level security;
                create policy by_body on large for select
                    using (owner = auth.uid() and length(body) > 3000);
                create table hidden (id int primary key, shown text, secret text);
                revoke all on hidden from anon, authenticated;
                grant select (id, shown) on hidden to anon;
                create table closed (id int primary key);
                revoke all on closed from anon;
                create table broken (id int primary key, owner uuid);
                alter table broken enable row level security;
                create policy cast_fails on broken using (
                    owner::text = (current_setting('request.jwt.claims')::json ->> 'sub')
                    and (current_setting('request.jwt.claims')::json ->> 'level')::int > 0);
                create table unpublished (id int primary key);
                alter publication supabase_realtime add table open, mine, whole, members, said,
                    changing, "Odd Names", large, hidden, closed, broken;
                """);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void a_row_without_policies_is_told_to_everyone() {
        var listener = rig.listens(nobody(), all("open"));
        rig.tables.execute("""
                insert into open values (1, 'a "b"
                c', '2026-01-02 03:04:05.6+00', 1.50, 9007199254740993, '{x,y}', '{"k": [1]}',
                    true);
                update open set body = 'b' where id = 1;
                delete from open where id = 1""");
        var told = listener.heard().awaits("1");
        rig.tables.execute("insert into open (id) values (2)");
        told.awaits("2");
        assertThat(told.brief())
                .containsExactly("INSERT 1", "UPDATE 1", "DELETE 1", "INSERT 2");
        var inserted = told.rows().getFirst();
        assertThat(inserted.get("ids").get(0).asLong())
                .isEqualTo(listener.joined().ids().getFirst());
        var data = inserted.get("data");
        assertThat(data.get("schema").asString()).isEqualTo("public");
        assertThat(data.get("table").asString()).isEqualTo("open");
        assertThat(data.get("commit_timestamp").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(data.get("errors").isNull()).isTrue();
        assertThat(data.has("old_record")).isFalse();
        assertThat(data.get("columns").get(4).toString())
                .isEqualTo("{\"name\":\"big\",\"type\":\"int8\"}");
        var record = data.get("record");
        assertThat(record.get("big").toString()).isEqualTo("9007199254740993");
        assertThat(record.get("price").asDouble()).isEqualTo(1.5);
        assertThat(record.get("doc").get("k").get(0).asInt()).isEqualTo(1);
        assertThat(record.get("done").asBoolean()).isTrue();
        assertThat(told.rows().get(1).get("data").get("old_record").toString())
                .isEqualTo("{\"id\":1}");
        assertThat(told.rows().get(2).get("data").get("old_record").toString())
                .isEqualTo("{\"id\":1}");
        listener.joined().close();
    }

    @Test
    void each_sees_the_rows_that_policies_let_it_see() {
        var ann = rig.listens(user(ANN), all("mine"));
        var bob = rig.listens(user(BOB), all("mine"));
        rig.tables.execute("insert into mine values (1, '%s'), (2, '%s'), (3, '%1$s')"
                .formatted(ANN, BOB));
        rig.tables.execute("update mine set owner = '%s' where id = 1".formatted(BOB));
        rig.tables.execute("delete from mine where id = 2");
        rig.tables.execute("insert into mine values (9, '%s'), (10, '%s')".formatted(ANN, BOB));
        // A deleted row of a protected table that is not FULL is told to nobody.
        assertThat(ann.heard().awaits("9").brief())
                .containsExactly("INSERT 1", "INSERT 3", "INSERT 9");
        assertThat(bob.heard().awaits("10").brief())
                .containsExactly("INSERT 2", "UPDATE 1", "INSERT 10");
        ann.joined().close();
        bob.joined().close();
    }

    @Test
    void the_old_row_decides_where_the_log_has_it() {
        var ann = rig.listens(user(ANN), all("whole"));
        var bob = rig.listens(user(BOB), all("whole"));
        rig.tables.execute("insert into whole values (1, '%s', 'private')".formatted(ANN));
        rig.tables.execute("update whole set owner = '%s', body = 'new'".formatted(BOB));
        rig.tables.execute("update whole set body = 'newer'");
        rig.tables.execute("delete from whole");
        rig.tables.execute("insert into whole values (8, '%s'), (9, '%s')".formatted(ANN, BOB));
        assertThat(ann.heard().awaits("8").brief()).containsExactly("INSERT 1", "INSERT 8");
        assertThat(bob.heard().awaits("9").brief())
                .containsExactly("UPDATE 1", "UPDATE 1", "DELETE 1", "INSERT 9");
        var updates = bob.heard().rows();
        assertThat(updates.get(0).get("data").get("old_record").toString())
                .isEqualTo("{\"id\":1}");
        assertThat(updates.get(1).get("data").get("old_record").get("body").asString())
                .isEqualTo("new");
        assertThat(updates.get(2).get("data").get("old_record").get("body").asString())
                .isEqualTo("newer");
        ann.joined().close();
        bob.joined().close();
    }

    @Test
    void policies_may_look_into_other_tables_and_restrict_each_other() {
        rig.tables.execute("insert into members values (1, '%s')".formatted(ANN));
        var ann = rig.listens(user(ANN), all("said"));
        var stranger = rig.listens(nobody(), all("said"), all("open"));
        rig.tables.execute("""
                insert into said values (1, 1, 'hello'), (2, 2, 'hello'), (3, 1, 'a secret');
                insert into members values (2, '%s');
                insert into said values (4, 2, 'hello');
                delete from members;
                insert into said values (5, 2, 'hello')""".formatted(ANN));
        rig.tables.execute("""
                insert into members values (3, '%s'); insert into said values (9, 3, 'end');
                insert into open (id) values (99)""".formatted(ANN));
        // One transaction, which is seen as it is when it has committed: not a member any more.
        assertThat(ann.heard().awaits("9").brief()).containsExactly("INSERT 9");
        rig.tables.execute("insert into said values (10, 3, 'more')");
        ann.heard().awaits("10");
        rig.tables.execute("delete from members where room = 3");
        rig.tables.execute("insert into said values (11, 3, 'not any more')");
        rig.tables.execute("insert into members values (4, '%s')".formatted(ANN));
        rig.tables.execute("insert into said values (12, 4, 'end')");
        assertThat(ann.heard().awaits("12").brief())
                .containsSequence("INSERT 9", "INSERT 10").doesNotContain("INSERT 1");
        assertThat(stranger.heard().awaits("99").brief()).containsExactly("INSERT 99");
        ann.joined().close();
        stranger.joined().close();
    }

    @Test
    void a_policy_counts_as_soon_as_it_is_changed() {
        var ann = rig.listens(user(ANN), all("changing"));
        rig.tables.execute("insert into changing values (1, 1), (2, 2)");
        ann.heard().awaits("1");
        rig.tables.execute("alter policy at_first on changing using (level = 2)");
        rig.tables.execute("insert into changing values (3, 1), (4, 2)");
        ann.heard().awaits("4");
        rig.tables.execute("alter table changing disable row level security");
        rig.tables.execute("insert into changing values (5, 1)");
        assertThat(ann.heard().awaits("5").brief())
                .containsExactly("INSERT 1", "INSERT 4", "INSERT 5");
        ann.joined().close();
    }

    @Test
    void names_whole_rows_and_generated_columns_mean_what_they_do_in_the_table() {
        var ann = rig.listens(user(ANN), all("Odd Names"));
        rig.tables.execute("""
                insert into "Odd Names" values (1, '%s', 'short'), (2, '%1$s', 'much too long'),
                    (3, '%1$s', null), (4, '%1$s', 'end')""".formatted(ANN));
        assertThat(ann.heard().awaits("4").brief()).containsExactly("INSERT 1", "INSERT 4");
        ann.joined().close();
    }

    @Test
    void a_large_value_that_was_left_alone_is_looked_up() {
        var ann = rig.listens(user(ANN), all("large"));
        rig.tables.execute("""
                insert into large select 1, '%s', '', string_agg(md5(i::text), '')
                from generate_series(1, 200) i""".formatted(ANN));
        rig.tables.execute("update large set note = 'noted' where id = 1");
        rig.tables.execute("update large set owner = '%s' where id = 1".formatted(BOB));
        rig.tables.execute("""
                insert into large select 2, '%s', '', repeat('x', 4000)""".formatted(ANN));
        assertThat(ann.heard().awaits("2").brief()).startsWith("INSERT 1")
                .endsWith("INSERT 2").doesNotHaveDuplicates();
        var update = ann.heard().rows().stream()
                .filter(row -> Heard.brief(row).equals("UPDATE 1")).toList();
        // By the time it is looked up the row may be another's already, and is then not shown.
        assertThat(update).allSatisfy(row -> {
            assertThat(row.get("data").get("record").get("note").asString()).isEqualTo("noted");
            assertThat(row.get("data").get("record").has("body")).isFalse();
        });
        ann.joined().close();
    }

    @Test
    void columns_that_may_not_be_read_are_left_out() {
        var anon = rig.listens(nobody(), all("hidden"));
        var without = rig.listens(user(ANN), all("hidden"));
        rig.tables.execute("insert into hidden values (1, 'a', 'b')");
        var data = anon.heard().awaits("1").rows().getFirst().get("data");
        assertThat(data.get("record").toString()).isEqualTo("{\"id\":1,\"shown\":\"a\"}");
        assertThat(data.get("columns")).hasSize(2);
        rig.tables.execute("revoke select (shown) on hidden from anon");
        rig.tables.execute("insert into hidden values (2, 'a', 'b')");
        assertThat(anon.heard().awaits("2").rows().getLast().get("data").get("record").toString())
                .isEqualTo("{\"id\":2}");
        without.heard().awaits("");
        var refused = without.heard().rows().getFirst().get("data");
        assertThat(refused.get("errors").toString())
                .isEqualTo("[\"Error 401: Unauthorized\"]");
        assertThat(refused.get("record").isEmpty()).isTrue();
        anon.joined().close();
        without.joined().close();
    }

    @Test
    void a_policy_that_fails_for_one_shows_it_nothing_and_says_so() {
        var ann = rig.listens(new Caller("authenticated",
                "{\"role\":\"authenticated\",\"sub\":\"" + ANN + "\",\"level\":1}", false),
                all("broken"));
        var bob = rig.listens(new Caller("authenticated",
                "{\"role\":\"authenticated\",\"sub\":\"" + ANN + "\",\"level\":\"x\"}", false),
                all("broken"));
        rig.tables.execute("insert into broken values (1, '%s')".formatted(ANN));
        assertThat(ann.heard().awaits("1").brief()).containsExactly("INSERT 1");
        bob.heard().awaitsSystem(message -> message.contains("a policy failed"));
        assertThat(bob.heard().rows()).isEmpty();
        ann.joined().close();
        bob.joined().close();
    }

    @Test
    void what_is_wrong_with_what_is_wanted_is_said_behind_the_joining() {
        record Case(Wanted wanted, String message) {
        }
        for (var one : List.of(
                new Case(all("unpublished"), "Please check Realtime is enabled for the given"
                        + " connect parameters: [event: *, schema: public, table: unpublished,"
                        + " filters: []]"),
                new Case(all("absent"), "Please check Realtime is enabled"),
                new Case(filtered("open", "nope=eq.1"), "invalid column for filter nope"),
                new Case(filtered("open", "id=eq.x"),
                        "invalid input syntax for type integer: \"x\""),
                new Case(filtered("open", "id=near.1"), "The filter cannot be read"),
                new Case(filtered("hidden", "secret=eq.1"), "invalid column for filter secret"),
                new Case(new Wanted("MOVE", "public", "open", null, null), "The event is not"),
                new Case(new Wanted("*", "public", null, "id=eq.1", null), "needs the name"),
                new Case(new Wanted("*", "public", "open", null, List.of("nope")),
                        "invalid column for select nope"))) {
            var listener = rig.joins(nobody(), null, one.wanted());
            listener.heard().awaitsSystem(
                    message -> message.startsWith("error: ") && message.contains(one.message()));
            listener.joined().close();
        }
    }

    @Test
    void several_things_wanted_make_one_message_with_their_ids() {
        var listener = rig.listens(nobody(), all("open"), filtered("open", "id=gt.500"),
                new Wanted("INSERT", "*", "*", null, null),
                new Wanted("DELETE", "public", "open", null, null));
        rig.tables.execute("insert into open (id) values (501)");
        var row = listener.heard().awaits("501").rows().getFirst();
        assertThat(row.get("ids").valueStream().map(id -> id.asLong()))
                .containsExactlyInAnyOrderElementsOf(listener.joined().ids().subList(0, 3));
        listener.joined().close();
    }

    @Test
    void only_what_was_selected_is_sent() {
        var listener = rig.listens(nobody(),
                new Wanted("*", "public", "open", null, List.of("done", "body")));
        rig.tables.execute("insert into open (id, body, big) values (601, 'x', 7)");
        assertThat(listener.heard().awaits("601").rows().getFirst().get("data").get("record")
                .toString()).isEqualTo("{\"id\":601,\"body\":\"x\",\"done\":null}");
        listener.joined().close();
    }

    @Test
    void filters_mean_what_they_do_in_postgresql() {
        record Case(String filter, String ids) {
        }
        var cases = List.of(new Case("body=like.a%", "[1001, 1002]"),
                new Case("body=ilike.A%,id=gt.1001", "[1002, 1003]"),
                new Case("body=match.^a.c$", "[1002]"),
                new Case("body=imatch.^a", "[1001, 1002, 1003]"),
                new Case("body=gt.b", "[1004]"), new Case("tags=eq.{x,y}", "[1001]"),
                new Case("price=in.(1.0,2)", "[1001, 1002]"),
                new Case("body=not.like.a%,id=gte.1001", "[1003, 1004]"),
                new Case("at=lt.2026-01-01 12:00,id=gt.1000", "[1001]"),
                new Case("doc=isdistinct.null,id=gte.1001", "[1001, 1002, 1003, 1004]"));
        var listeners = cases.stream()
                .map(one -> rig.listens(nobody(), filtered("open", one.filter()))).toList();
        var end = rig.listens(nobody(), filtered("open", "id=eq.1999"));
        rig.tables.execute("""
                insert into open (id, body, price, at, tags) values
                    (1001, 'a', 1, '2026-01-01 11:00', '{x,y}'), (1002, 'abc', 2, null, '{y,x}'),
                    (1003, 'A', 3, '2026-01-01 13:00', null), (1004, 'c', null, null, '{}');
                insert into open (id) values (1999)""");
        end.heard().awaits("1999");
        for (int i = 0; i < cases.size(); i++) {
            var heard = listeners.get(i).heard();
            assertThat(heard.rows().stream().map(row ->
                    row.get("data").get("record").get("id").asInt())
                    .filter(id -> id < 1999).toList()).as(cases.get(i).filter())
                    .hasToString(cases.get(i).ids());
            listeners.get(i).joined().close();
        }
        end.joined().close();
    }
}
