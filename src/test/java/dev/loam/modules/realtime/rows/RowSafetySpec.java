package dev.loam.modules.realtime.rows;

import static dev.loam.modules.realtime.rows.RowsRig.ANN;
import static dev.loam.modules.realtime.rows.RowsRig.all;
import static dev.loam.modules.realtime.rows.RowsRig.filtered;
import static dev.loam.modules.realtime.rows.RowsRig.nobody;
import static dev.loam.modules.realtime.rows.RowsRig.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What nobody learns by what it is told, and what one cannot do to others.
class RowSafetySpec {
    private static RowsRig rig;

    @BeforeAll
    static void start() {
        rig = new RowsRig("""
                create table closed (id int primary key, secret text);
                revoke all on closed from anon, authenticated;
                create table keyless (id int primary key, secret text);
                alter table keyless enable row level security;
                revoke all on keyless from anon, authenticated;
                grant select (secret) on keyless to anon;
                create table turning (id int primary key, secret text);
                revoke all on turning from anon, authenticated;
                grant select on turning to authenticated;
                create table listed (id int primary key, shown text, secret text);
                create table partial (id int primary key, body text);
                create table emptied (id int primary key);
                create table telling (id int primary key, body text);
                alter table telling enable row level security;
                create function betray(what text) returns boolean language plpgsql as $$
                    begin
                        raise 'the secret is %', what using errcode = 'LM001';
                    end $$;
                create policy raises on telling using (betray(body));
                create table slow (id int primary key);
                alter table slow enable row level security;
                create policy sleeps on slow using (pg_sleep(60) is not null);
                create table quick (id int primary key);
                alter table quick enable row level security;
                create policy plain on quick using (true);
                create table shadowed (id int primary key, owner text);
                alter table shadowed enable row level security;
                create policy own on shadowed using (owner = 'nobody');
                alter publication supabase_realtime add table closed, keyless, turning,
                    listed (id, shown), partial where (id > 100), emptied, telling, slow, quick,
                    shadowed;
                """);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static String refused(RowsRig.Listener listener) {
        listener.heard().awaitsSystem(message -> message.startsWith("error: "));
        return listener.heard().systems().getLast();
    }

    @Test
    void who_may_read_nothing_may_filter_by_nothing() {
        for (var wanted : List.of(filtered("closed", "secret=eq.1"),
                filtered("closed", "id=gt.0"), filtered("keyless", "secret=eq.1"),
                filtered("listed", "secret=eq.1"))) {
            var listener = rig.joins(nobody(), null, wanted);
            assertThat(refused(listener)).contains("invalid column for filter");
            listener.joined().close();
        }
        var all = rig.listens(nobody(), all("closed"));
        rig.tables.execute("insert into closed values (1, '1')");
        all.heard().awaitsRows(1);
        assertThat(all.heard().rows().getFirst().toString()).contains("401");
        all.joined().close();
    }

    @Test
    void a_filter_ends_with_the_right_to_its_column() {
        var byToken = rig.listens(user(ANN), filtered("turning", "secret=eq.a"));
        var byGrant = rig.listens(user(ANN), filtered("turning", "secret=neq.z"));
        byToken.joined().callerIs(nobody());
        assertThat(refused(byToken)).contains("invalid column for filter secret");
        rig.tables.execute("""
                insert into turning values (1, 'a');
                revoke select on turning from authenticated;
                grant select (id) on turning to authenticated""");
        rig.tables.execute("insert into turning values (2, 'a')");
        assertThat(refused(byGrant)).contains("invalid column for filter secret");
        assertThat(byToken.heard().rows()).isEmpty();
        assertThat(byGrant.heard().brief()).doesNotContain("INSERT 2");
        byToken.joined().close();
        byGrant.joined().close();
    }

    @Test
    void what_a_policy_raises_is_not_told() {
        var listener = rig.listens(user(ANN), all("telling"));
        rig.tables.execute("insert into telling values (1, 'hunter2')");
        assertThat(refused(listener)).contains("SQLSTATE LM001").doesNotContain("hunter2");
        listener.joined().close();
    }

    @Test
    void a_slow_policy_does_not_hold_up_other_tables() {
        var slow = rig.listens(user(ANN), all("slow"));
        var quick = rig.listens(user(ANN), all("quick"));
        rig.tables.execute("insert into slow values (1); insert into quick values (1)");
        assertThat(quick.heard().awaits("1").brief()).containsExactly("INSERT 1");
        assertThat(refused(slow)).contains("may have been missed").contains("took too long");
        long begun = System.nanoTime();
        rig.tables.execute("insert into slow values (2); insert into quick values (2)");
        quick.heard().awaits("2");
        assertThat(System.nanoTime() - begun).isLessThan(
                RowsConfig.DEFAULT.checkTimeMax().toNanos());
        assertThat(quick.heard().systems()).containsExactly("ok: Subscribed to PostgreSQL");
        slow.joined().close();
        quick.joined().close();
    }

    @Test
    void a_slow_pattern_costs_its_own_client_alone() {
        var mine = rig.listens(user(ANN), filtered("listed",
                "shown=match.^(x+)(x+)(x+)\\1\\2\\3$"));
        var others = rig.listens(user(ANN), filtered("listed", "shown=like.x%"));
        rig.tables.execute("insert into listed values (1, repeat('x', 3001))");
        rig.tables.execute("insert into listed values (2, 'x')");
        assertThat(others.heard().awaits("1").systems())
                .containsExactly("ok: Subscribed to PostgreSQL");
        assertThat(refused(mine)).contains("the filter takes too long");
        mine.joined().close();
        others.joined().close();
    }

    @Test
    void a_pattern_that_is_none_is_refused() {
        var listener = rig.joins(user(ANN), null, filtered("listed", "shown=match.("));
        assertThat(refused(listener)).contains("invalid regular expression");
        listener.joined().close();
    }

    @Test
    void temporary_tables_do_not_shadow_policies() {
        rig.tables.execute("""
                set role authenticated;
                create temporary table pg_policy as select * from pg_catalog.pg_policy;
                update pg_temp.pg_policy set polqual = null;
                create temporary table pg_class as select * from pg_catalog.pg_class;
                create temporary table results as select (realtime.visible_rows(
                    'public.shadowed'::regclass, array['(1,ann)', '(2,nobody)'], '{}', '{id}',
                    array['{}'])).*;
                do $$ begin
                    if (select seen from results) is distinct from array[2] then
                        raise 'seen: %', (select seen from results);
                    end if;
                end $$""");
    }

    @Test
    void an_emptied_table_is_a_gap() {
        var listener = rig.listens(nobody(), all("emptied"));
        var other = rig.listens(nobody(), all("listed"));
        rig.tables.execute("insert into emptied values (1); truncate emptied");
        listener.heard().awaitsSystem(message -> message.endsWith("emptied was truncated"));
        rig.tables.execute("insert into emptied values (2)");
        listener.heard().awaits("2");
        assertThat(other.heard().systems()).containsExactly("ok: Subscribed to PostgreSQL");
        listener.joined().close();
        other.joined().close();
    }

    @Test
    void a_list_of_columns_counts_and_a_row_filter_is_refused() {
        var listener = rig.listens(nobody(), all("listed"));
        rig.tables.execute("insert into listed values (801, 'a', 'b')");
        assertThat(listener.heard().awaits("801").rows().getFirst().get("data").get("record")
                .toString()).isEqualTo("{\"id\":801,\"shown\":\"a\"}");
        var partial = rig.joins(nobody(), null, all("partial"));
        assertThat(refused(partial)).contains("row filter");
        var schema = rig.listens(nobody(),
                new Wanted("*", "public", null, null, null));
        rig.tables.execute("insert into partial values (1, 'a'), (101, 'b')");
        rig.tables.execute("insert into emptied values (901)");
        assertThat(schema.heard().awaits("901").brief()).doesNotContain("INSERT 101", "INSERT 1");
        listener.joined().close();
        partial.joined().close();
        schema.joined().close();
    }

    @Test
    void the_same_number_is_not_the_same_wish() {
        var registry = new Registry();
        var one = Watch.of(filtered("a", "id=eq.1"));
        var two = Watch.of(filtered("a", "id=eq.2"));
        var twin = new Watch(one.id(), two.wanted(), two.kinds(), two.schema(), two.table(),
                two.filters(), null);
        var member = new Member(nobody(), List.of(one), null, Recipient.of(new Heard()));
        var other = new Member(nobody(), List.of(twin), null, Recipient.of(new Heard()));
        registry.add(member, List.of(one));
        registry.add(other, List.of(twin));
        assertThat(registry.groups(one.tableName())).hasSize(2)
                .allSatisfy(group -> assertThat(Set.copyOf(group.members())).hasSize(1));
    }
}
