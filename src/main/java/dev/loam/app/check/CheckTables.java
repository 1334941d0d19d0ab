package dev.loam.app.check;

import dev.loam.base.name.TableName;
import dev.loam.ports.database.Footprint;
import dev.loam.ports.database.Footprint.Pin;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The tables of the check, and the statements that read and write them.
final class CheckTables {
    static final String SCHEMA = "loam_check";
    static final String READER = "loam_check_reader";
    static final List<String> ALL = List.of("p", "q", "t", "log", "mine");
    static final int ROWS = 8;

    private CheckTables() {
    }

    /// A script that makes them anew.
    static String script() {
        try (InputStream in = CheckTables.class.getResourceAsStream("schema.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A statement, and the tables whose rows its answers have: first an id, then a value for each.
    record Read(Sql sql, List<String> tables) {
    }

    /// One row by its key; a slow one has its snapshot for a while before it answers.
    static Read row(String table, int id, boolean slow) {
        var pin = new Pin(name(table), List.of("id"), List.of(Integer.toString(id)));
        String text = "select id, v from loam_check." + table
                + (slow ? ", pg_sleep(0.01)" : "") + " where id = ?::int";
        return new Read(new Sql(text, List.of(Bind.of(Integer.toString(id))),
                new Footprint(true, Set.of(name(table)), Set.of(), Set.of(), List.of(pin))),
                List.of(table));
    }

    /// Everything that a table or a view of it shows.
    static Read whole(String relation, String table) {
        return new Read(reading("select id, v from loam_check." + relation + " order by id",
                relation), List.of(table));
    }

    /// Two tables in one statement.
    static Read pair(int id) {
        return new Read(new Sql("select id, p.v, q.v from loam_check.p join loam_check.q "
                + "using (id) where id = ?::int", List.of(Bind.of(Integer.toString(id))),
                footprint("p", "q")), List.of("p", "q"));
    }

    /// The caller's own rows, with their owner behind the value.
    static Read mine() {
        return new Read(reading("select id, v, owner from loam_check.mine order by id", "mine"),
                List.of("mine"));
    }

    private static Sql reading(String text, String... relations) {
        return new Sql(text, List.of(), footprint(relations));
    }

    private static Footprint footprint(String... relations) {
        return new Footprint(true, names(relations), Set.of(), Set.of(), List.of());
    }

    /// Both of a pair; answers the new value.
    static Sql writePair(int id) {
        return writing("with w as (update loam_check.p set v = v + 1 where id = ?::int "
                + "returning id, v) update loam_check.q set v = w.v from w where q.id = w.id "
                + "returning q.v", id, "p", "q");
    }

    /// One row; answers the new value.
    static Sql write(String table, int id) {
        return writing("update loam_check." + table + " set v = v + 1 where id = ?::int "
                + "returning v", id, table);
    }

    /// The other half of a pair, after [#write] of the first.
    static Sql follow(int id, long value) {
        return writing("update loam_check.q set v = " + value + " where id = ?::int returning v",
                id, "q");
    }

    private static Sql writing(String text, int id, String... tables) {
        return new Sql(text, List.of(Bind.of(Integer.toString(id))),
                new Footprint(false, Set.of(), names(tables), Set.of(), List.of()));
    }

    private static Set<TableName> names(String... tables) {
        return Arrays.stream(tables).map(CheckTables::name).collect(Collectors.toSet());
    }

    private static TableName name(String table) {
        return new TableName(SCHEMA, table);
    }
}
