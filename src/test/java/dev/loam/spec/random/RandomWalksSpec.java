package dev.loam.spec.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Walks random tables page by page, in random orders, while rows come and go: every row that stays
/// is seen once, in its place, and no row is seen twice.
///
/// `-Dseed=N` walks the same way again, `-Drandom.walks=N` more or fewer times.
class RandomWalksSpec {
    private static final long SEED = Long.getLong("seed", 20261128L);
    private static final int WALKS = Integer.getInteger("random.walks", 200);
    private static final int TABLES = 12;
    private static final int ROWS = 40;
    /// After these rows come and go no more, so that a walk has an end.
    private static final int RESTLESS_PAGES_MAX = 40;
    private static final int PAGES_MAX = 1000;
    private static final Pattern NEXT = Pattern.compile("<\\?([^>]*)>; rel=\"next\"");

    private final Dice dice = new Dice(SEED);
    private final List<WalkTable> tables = IntStream.range(0, TABLES)
            .mapToObj(i -> WalkTable.make("walk " + i, dice)).toList();
    private TestDatabase database;
    private RawHttp http;
    private int marks;

    @Test
    void every_row_that_stays_is_seen_once_and_in_its_place() {
        var script = new StringBuilder(SchemaScript.BEGINNING)
                .append("create schema ").append(Sql.quoted(Sql.SCHEMA))
                .append("; grant usage on schema ").append(Sql.quoted(Sql.SCHEMA)).append(" to ")
                .append(SchemaScript.ANONYMOUS).append("; set search_path = ")
                .append(Sql.quoted(Sql.SCHEMA)).append(";\n").append(Kind.TYPES);
        tables.forEach(table -> script.append(table.script()));
        database = PostgresFixture.freshDatabase();
        database.execute(script.toString());
        tables.forEach(table -> database.execute(Stream.generate(this::mark).limit(ROWS)
                .map(mark -> table.insert(mark, dice)).collect(Collectors.joining())));
        try (var server = RestServer.start(database.url(SchemaScript.LOGIN), Map.of(
                "PGRST_DB_SCHEMAS", Sql.SCHEMA,
                "PGRST_DB_ANON_ROLE", SchemaScript.ANONYMOUS))) {
            http = server.http();
            for (int walk = 0; walk < WALKS; walk++) {
                WalkTable table = dice.pick(tables);
                walk("-Dseed=" + SEED + ", walk " + walk, table,
                        WalkOrder.make(table, dice), dice.oneIn(2));
            }
        }
    }

    private int mark() {
        return ++marks;
    }

    private void walk(String which, WalkTable table, WalkOrder order, boolean quiet) {
        String path = "/" + (dice.oneIn(2) ? table.name() : table.view()).replace(" ", "%20");
        Set<Integer> stayed = new HashSet<>(inOrder(table, order));
        List<Integer> seen = new ArrayList<>();
        String target = path + "?select=mark&limit=" + dice.between(1, 9) + order.asked();
        String step = which + ": " + target + " by " + table;
        RawHttp.Answer page = http.get(target, "Prefer", "pagination=keyset");
        for (int pages = 0; ; pages++) {
            assertThat(page.status()).as(step + "\n" + page.text()).isEqualTo(200);
            for (JsonNode row : new JsonMapper().readTree(page.body())) {
                seen.add(row.get("mark").asInt());
            }
            String link = page.header("Link");
            var next = NEXT.matcher(link == null ? "" : link);
            if (!next.find()) {
                break;
            }
            assertThat(pages).as(step).isLessThan(PAGES_MAX);
            if (!quiet && pages < RESTLESS_PAGES_MAX) {
                disturb(table, stayed, seen);
            }
            page = http.get(path + "?" + next.group(1));
        }
        assertThat(seen).as(step).doesNotHaveDuplicates();
        assertThat(seen).as(step).containsAll(stayed);
        List<Integer> now = inOrder(table, order);
        now.retainAll(stayed);
        seen.retainAll(stayed);
        assertThat(seen).as(step).isEqualTo(now);
    }

    /// A few rows come, and a few go: the one the last page ended with, as often as not.
    private void disturb(WalkTable table, Set<Integer> stayed, List<Integer> seen) {
        var script = new StringBuilder();
        for (int i = dice.below(3); i > 0; i--) {
            script.append(table.insert(mark(), dice));
        }
        Set<Integer> gone = new LinkedHashSet<>();
        if (dice.oneIn(4)) {
            gone.add(seen.getLast());
        }
        if (dice.oneIn(2) && !stayed.isEmpty()) {
            gone.add(dice.pick(stayed.stream().sorted().toList()));
        }
        stayed.removeAll(gone);
        gone.forEach(mark -> script.append("delete from ").append(table.sql())
                .append(" where mark = ").append(mark).append(";\n"));
        if (!script.isEmpty()) {
            database.execute(script.toString());
        }
    }

    private List<Integer> inOrder(WalkTable table, WalkOrder order) {
        String marks = database.value("select string_agg(mark::text, ' ' order by "
                + order.sql(table) + ") from " + table.sql());
        return marks == null ? new ArrayList<>() : new ArrayList<>(
                Stream.of(marks.split(" ")).map(Integer::valueOf).toList());
    }
}
