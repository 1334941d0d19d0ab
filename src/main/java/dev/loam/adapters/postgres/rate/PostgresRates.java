package dev.loam.adapters.postgres.rate;

import dev.loam.base.limit.Taken;
import dev.loam.base.task.Deadline;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import dev.loam.ports.rate.Ask;
import dev.loam.ports.rate.RateStore;
import dev.loam.ports.rate.Uncounted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Allowances in the unlogged table `loam.rates`: one row a key, one statement a question.
///
/// A row is locked before the clock is read, so that those who ask at the same time come one after
/// another and see time go on. Rows are taken in the order of their keys: nobody waits in a circle.
/// Unlogged: a crash of the server forgets what was used, and no write waits for the disk. Nothing
/// but the key is indexed, so that an update stays on its page.
public final class PostgresRates implements RateStore {
    private static final String TABLE = """
            create unlogged table if not exists loam.rates (
                key text primary key, whole_at bigint not null, now_at bigint not null,
                need bigint not null, add bigint not null, span bigint not null,
                granted boolean not null
            ) with (fillfactor = 50)""";
    private static final String TAKE = """
            insert into loam.rates as r (key, whole_at, now_at, need, add, span, granted)
            select key, now_at + case when need <= span then least(add, 2 * span) else 0 end,
                   now_at, need, add, span, need <= span
            from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
                     asked(key, need, add, span),
                 (select (extract(epoch from clock_timestamp()) * 1000000000)::bigint now_at
                  offset 0) clock
            order by key
            on conflict (key) do update
            set (whole_at, now_at, need, add, span, granted) = (
                select case when ok then least(old + excluded.add, now_at + 2 * excluded.span)
                            else old end,
                       now_at, excluded.need, excluded.add, excluded.span, ok
                from (select now_at, greatest(r.whole_at, now_at) old,
                             greatest(r.whole_at, now_at) + excluded.need
                                 <= now_at + excluded.span ok
                      from (select (extract(epoch from clock_timestamp()) * 1000000000)::bigint
                                       now_at offset 0) clock) judged)
            returning key, whole_at - now_at, granted""";
    private static final String CLEAN = """
            delete from loam.rates where ctid = any (array(
                select ctid from loam.rates
                where whole_at < (extract(epoch from now()) * 1000000000)::bigint
                limit ?::int for update skip locked))""";

    private final Database database;

    /// @param database is closed with this
    public PostgresRates(Database database) {
        this.database = database;
    }

    /// Makes the table where there is none; the schema `loam` has to be there.
    @Override
    public void prepare(Deadline deadline) throws Uncounted {
        Run run = Run.until(deadline);
        Outcome there = database.run(
                Sql.of("select 1 from loam.rates limit 0"), Session.LOGIN, run);
        if (there instanceof Outcome.SqlError) {
            rows(database.run(Sql.of(TABLE), Session.LOGIN, run));
        }
    }

    @Override
    public List<Taken> take(List<Ask> asks, Deadline deadline) throws Uncounted {
        var keys = new StringBuilder("{");
        var needs = new StringBuilder("{");
        var adds = new StringBuilder("{");
        var spans = new StringBuilder("{");
        for (Ask ask : asks) {
            String comma = keys.length() == 1 ? "" : ",";
            keys.append(comma).append('"').append(ask.key()).append('"');
            needs.append(comma).append(need(ask));
            adds.append(comma).append(ask.rate().cost(ask.units()));
            spans.append(comma).append(ask.rate().spanNanos());
        }
        Rows rows = rows(database.run(
                Sql.of(TAKE, array(keys), array(needs), array(adds), array(spans)),
                Session.LOGIN, Run.until(deadline)));
        Map<String, Taken> byKey = HashMap.newHashMap(asks.size());
        for (int row = 0; row < rows.size(); row++) {
            String key = rows.text(row, 0);
            Ask ask = asks.stream().filter(one -> one.key().equals(key)).findFirst().orElseThrow();
            byKey.put(key, taken(ask, rows.number(row, 1, 0), rows.text(row, 2).startsWith("t")));
        }
        var taken = new ArrayList<Taken>(asks.size());
        asks.forEach(ask -> taken.add(byKey.get(ask.key())));
        return taken;
    }

    /// What has to be left so that the wish is granted.
    private static long need(Ask ask) {
        return ask.always() ? Long.MIN_VALUE / 4 : ask.rate().cost(Math.max(1, ask.units()));
    }

    private static Taken taken(Ask ask, long wholeIn, boolean granted) {
        return granted ? new Taken(0, wholeIn)
                : new Taken(Math.max(1, wholeIn + need(ask) - ask.rate().spanNanos()), wholeIn);
    }

    private static Bind array(StringBuilder items) {
        return Bind.of(items.append('}').toString());
    }

    @Override
    public int clean(int keysMax, Deadline deadline) throws Uncounted {
        return (int) rows(database.run(Sql.of(CLEAN, Bind.of(Integer.toString(keysMax))),
                Session.LOGIN, Run.until(deadline))).affected();
    }

    private static Rows rows(Outcome outcome) throws Uncounted {
        return switch (outcome) {
            case Rows rows -> rows;
            case Outcome.SqlError error -> throw new Uncounted(error.said(), null);
            case Outcome.Unavailable unavailable -> throw new Uncounted(unavailable.said(), null);
        };
    }

    @Override
    public void close() {
        database.close();
    }
}
