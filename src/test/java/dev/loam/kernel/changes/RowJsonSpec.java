package dev.loam.kernel.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.TableName;
import dev.loam.fixture.PostgresFixture;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.ChangedTable;
import dev.loam.ports.changes.ChangedTable.ChangedColumn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Rows as JSON, beside what the server itself makes of them.
class RowJsonSpec {
    private static final String SCHEMA = """
            create type mood as enum ('sad', 'happy');
            create domain age as int check (value > 0);
            create type pair as (a int, b text);
            create table wide (
                b bool, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8, n numeric,
                n2 numeric(9, 2),
                t text, vc varchar(20), c char(5), nm name, u uuid, by bytea, js json, jb jsonb,
                d date, tm time, tz timetz, ts timestamp, tsz timestamptz, iv interval,
                m money, ip inet, cd cidr, mac macaddr, bt bit(3), vb varbit, x xml, o oid,
                r int4range, p point, bx box, md mood, ag age, ts_v tsvector, iv2 int2vector,
                ov oidvector, cm char, mr int4multirange,
                ab bool[], ai int[], af float8[], an numeric[], at text[], ats timestamptz[],
                ad date[], aj jsonb[], au uuid[], am mood[], abx box[], aby bytea[], av varchar[],
                "strange "" \\ name" int)
            """;
    private static final List<String> ROWS = List.of(
            """
            insert into wide values (true, -2, 4, 9223372036854775807, 1.5, -2.25,
                12345678901234567890.123, 1, e'q"b\\\\ \\n\\t\\r\\b\\f\\x01 é 😀', 'v', 'c',
                'n', gen_random_uuid(), '\\x00ff',
                '{"a" : [1, null]}', '{"b": "x"}', '2026-01-02', '03:04:05.5', '03:04:05+05:30',
                '2026-01-02 03:04:05.123456', '2026-01-02 03:04:05+00', '1 day 2 hours', 12.5,
                '10.0.0.1/8', '10.0.0.0/8', '08:00:2b:01:02:03', b'101', b'1', '<a/>', 7,
                '[1,5)', '(1,2)', '(1,2),(3,4)', 'happy', 5, 'a fat cat', '1 2 3', '4 5', 'z',
                '{[1,3)}',
                '{t,f,NULL}', '{{1,2},{3,NULL}}', '{1,NaN,-Infinity}', '{1.50,NaN}',
                array['a b', null, 'NULL', '', '"', e'\\\\', ',', '{}', 'null', e'\\n'],
                '{2026-01-02 03:04:05+00,infinity}', '{2026-01-02}',
                array['{"k": "v\\"w"}', '[1]']::jsonb[],
                array[gen_random_uuid()], '{sad,happy}', '{(1,2),(3,4);(5,6),(7,8)}', '{"\\\\x00"}',
                '{x,y z}', 1)
            """,
            "insert into wide default values",
            """
            insert into wide (f8, f4, n, ts, tsz, d, ai, at, an, i4, t) values
                ('NaN', '-Infinity', 'NaN', '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00+00 BC',
                '0044-03-15 BC', '[2:3]={7,8}', '{}', '{}', 0, '')
            """,
            """
            insert into wide (f8, f4, n, ts, tsz, d, ai, at) values
                (1e300, 1e-30, 'Infinity', 'infinity', '-infinity', 'infinity', '{}',
                '{{{a,b}},{{c,d}}}')
            """);

    @Test
    void rows_are_as_the_server_writes_them() throws SQLException {
        var database = PostgresFixture.freshDatabase();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(SCHEMA);
            ChangedTable table = table(statement);
            Map<Long, Long> bases = bases(statement);
            RowJson json = RowJson.of(table, type -> bases.getOrDefault(type, type));
            for (String zone : List.of("UTC", "Asia/Kolkata", "America/St_Johns")) {
                statement.execute("truncate wide");
                statement.execute("set time zone '" + zone + "'");
                for (String row : ROWS) {
                    statement.execute(row);
                }
                compare(statement, table, json);
            }
        }
    }

    private static void compare(Statement statement, ChangedTable table, RowJson json)
            throws SQLException {
        var made = new ArrayList<String>();
        var expected = new ArrayList<String>();
        try (ResultSet rows = statement.executeQuery(
                "select row_to_json(wide)::text from wide")) {
            while (rows.next()) {
                expected.add(rows.getString(1));
            }
        }
        try (ResultSet rows = statement.executeQuery("select " + texts(table) + " from wide")) {
            while (rows.next()) {
                byte[][] row = new byte[table.columns().size()][];
                for (int i = 0; i < row.length; i++) {
                    String text = rows.getString(i + 1);
                    row[i] = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
                }
                var out = new ByteArrayOutputStream();
                json.write(new CellRow(row), out);
                made.add(out.toString(StandardCharsets.UTF_8));
            }
        }
        assertThat(made).isEqualTo(expected);
    }

    /// The text of the output function: a cast would trim some types and spell booleans out.
    private static String texts(ChangedTable table) {
        return String.join(", ", table.columns().stream().map(column -> {
            String name = '"' + column.name().replace("\"", "\"\"") + '"';
            return "case when " + name + " is not null then format('%s', " + name + ") end";
        }).toList());
    }

    private static ChangedTable table(Statement statement) throws SQLException {
        var columns = new ArrayList<ChangedColumn>();
        try (ResultSet rows = statement.executeQuery("select attname, atttypid::bigint,"
                + " format_type(atttypid, null), attname = 'i4' from pg_attribute"
                + " where attrelid = 'wide'::regclass and attnum > 0 order by attnum")) {
            while (rows.next()) {
                columns.add(new ChangedColumn(rows.getString(1), rows.getLong(2),
                        rows.getString(3), -1, rows.getBoolean(4)));
            }
        }
        return new ChangedTable(1, new TableName("public", "wide"),
                ChangedTable.Identity.DEFAULT, columns);
    }

    private static Map<Long, Long> bases(Statement statement) throws SQLException {
        var bases = new HashMap<Long, Long>();
        try (ResultSet rows = statement.executeQuery(
                "select oid::bigint, typbasetype::bigint from pg_type where typtype = 'd'")) {
            while (rows.next()) {
                bases.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return bases;
    }

    @Test
    void what_the_log_does_not_repeat_is_left_out_and_named() {
        var table = new ChangedTable(1, new TableName("public", "t"),
                ChangedTable.Identity.DEFAULT, List.of(
                        new ChangedColumn("id", 23, "integer", -1, true),
                        new ChangedColumn("large", 25, "text", -1, false),
                        new ChangedColumn("small", 25, "text", -1, false)));
        RowJson json = RowJson.of(table);
        var row = new CellRow(new byte[][] {{'1'}, CellRow.UNCHANGED, null});
        assertThat(text(json, row)).isEqualTo("{\"id\":1,\"small\":null}");
        assertThat(json.unchanged(row)).containsExactly("large");
        var key = new ByteArrayOutputStream();
        json.writeKey(new CellRow(new byte[][] {{'1'}, null, null}), key);
        assertThat(key).hasToString("{\"id\":1}");
        // An empty text is a value, though it has no bytes either.
        assertThat(text(json, new CellRow(new byte[][] {{'1'}, new byte[0], {'"'}})))
                .isEqualTo("{\"id\":1,\"large\":\"\",\"small\":\"\\\"\"}");
    }

    private static String text(RowJson json, CellRow row) {
        var out = new ByteArrayOutputStream();
        json.write(row, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
