package dev.loam.modules.realtime.rows;

import dev.loam.base.name.TableName;
import dev.loam.modules.realtime.rows.Asker.Unanswered;
import dev.loam.modules.realtime.rows.PublishedTable.TableColumn;
import dev.loam.ports.changes.Change.Kind;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The tables that may be listened to and what roles may read of them, read from the catalog when
/// first needed and again after the schema has changed. For one thread.
final class Tables {
    /// A change of the schema is told where event triggers are; elsewhere it is found by asking.
    private static final long AGE_MAX_NANOS = Duration.ofSeconds(60).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PUBLISHED = """
            select c.oid::bigint, t.schemaname, t.tablename, p.pubinsert, p.pubupdate, p.pubdelete,
                (select json_agg(json_build_array(a.attname, coalesce(nullif(y.typbasetype, 0),
                        a.atttypid)::bigint, y.typname,
                        a.attgenerated <> '', a.attname = any(t.attnames),
                        coalesce(a.attnum = any(i.indkey), false),
                        coalesce(l.collisdeterministic, true)) order by a.attnum)
                    from pg_catalog.pg_attribute a
                    join pg_catalog.pg_type y on y.oid = a.atttypid
                    left join pg_catalog.pg_collation l on l.oid = a.attcollation
                    left join pg_catalog.pg_index i
                        on i.indrelid = a.attrelid and i.indisprimary
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
                t.rowfilter is not null
            from pg_catalog.pg_publication p
            join pg_catalog.pg_publication_tables t on t.pubname = p.pubname
            join pg_catalog.pg_namespace n on n.nspname = t.schemaname
            join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = t.tablename
            where p.pubname = ?""";
    // Source: PostgreSQL manual, "Row Security Policies", for whom policies do not apply to.
    private static final String RIGHTS = """
            select c.oid::bigint,
                c.relrowsecurity and not r.rolsuper and not r.rolbypassrls
                    and (c.relforcerowsecurity or not pg_has_role(r.oid, c.relowner, 'usage')),
                (select json_agg(a.attname) from pg_catalog.pg_attribute a
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                        and has_schema_privilege(r.oid, c.relnamespace, 'usage')
                        and has_column_privilege(r.oid, c.oid, a.attnum, 'select')),
                (select json_agg(o.rolname) from pg_catalog.pg_roles o
                    where pg_has_role(r.oid, o.oid, 'usage'))
            from pg_catalog.pg_class c cross join pg_catalog.pg_roles r
            where r.rolname = ? and c.oid = any(?::oid[])""";

    private final Asker asker;
    private final Clock clock;
    private final String publication;
    private Map<TableName, PublishedTable> byName = Map.of();
    private final Map<String, Map<TableName, RoleRights>> rights = new HashMap<>();
    /// Those that the log names already.
    private final Set<TableName> partial = new HashSet<>();
    private boolean fresh;
    private long readNanos;

    Tables(Asker asker, Clock clock, String publication) {
        this.asker = asker;
        this.clock = clock;
        this.publication = publication;
    }

    /// What was read may not hold any more.
    void forget() {
        fresh = false;
    }

    /// Reads the tables again if something may have changed; true where it did so.
    boolean renew() throws Unanswered, InterruptedException {
        if (fresh && clock.nanos() - readNanos < AGE_MAX_NANOS) {
            return false;
        }
        var now = clock.nanos();
        var rows = asker.ask(null, Sql.of(PUBLISHED, Bind.of(publication)));
        Map<TableName, PublishedTable> read = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            var table = table(rows, row);
            read.put(table.name(), table);
            if (table.partial() && partial.add(table.name())) {
                LOG.warn("Changes of {} are not told, since publication {} has a row filter for"
                        + " it", table.name(), publication);
            }
        }
        partial.removeIf(name -> !read.containsKey(name) || !read.get(name).partial());
        byName = read;
        rights.clear();
        fresh = true;
        readNanos = now;
        return true;
    }

    /// Null for one that is not published.
    PublishedTable table(TableName name) {
        return byName.get(name);
    }

    /// Whether the watch names at least one table that is published.
    boolean covers(Watch watch) {
        return watch.table() != null ? byName.containsKey(watch.tableName())
                : byName.keySet().stream().anyMatch(watch::covers);
    }

    /// Reads what roles may do with tables, as far as it is not known.
    void learn(String role, Collection<PublishedTable> tables)
            throws Unanswered, InterruptedException {
        var known = rights.computeIfAbsent(role, _ -> new HashMap<>());
        Map<Long, TableName> unknown = new HashMap<>();
        for (var table : tables) {
            if (!known.containsKey(table.name())) {
                unknown.put(table.oid(), table.name());
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        var rows = asker.ask(null, Sql.of(RIGHTS, Bind.of(role), Bind.of(RowLiteral.array(
                unknown.keySet().stream().map(String::valueOf).toList()))));
        unknown.values().forEach(name -> known.put(name, RoleRights.NONE));
        for (int row = 0; row < rows.size(); row++) {
            known.put(unknown.get(rows.number(row, 0, 0)), new RoleRights(
                    names(rows.text(row, 2)), "t".equals(rows.text(row, 1)),
                    names(rows.text(row, 3))));
        }
    }

    /// What was learnt; nothing may be read of what was not.
    RoleRights rights(String role, PublishedTable table) {
        return rights.getOrDefault(role, Map.of()).getOrDefault(table.name(), RoleRights.NONE);
    }

    private static PublishedTable table(Rows rows, int row) {
        var kinds = EnumSet.noneOf(Kind.class);
        for (var kind : Kind.values()) {
            if ("t".equals(rows.text(row, 3 + kind.ordinal()))) {
                kinds.add(kind);
            }
        }
        List<TableColumn> columns = new ArrayList<>();
        for (JsonNode one : array(rows.text(row, 6))) {
            columns.add(new TableColumn(one.get(0).asString(), one.get(1).asLong(),
                    one.get(2).asString(), one.get(3).asBoolean(), one.get(4).asBoolean(),
                    one.get(5).asBoolean(), one.get(6).asBoolean()));
        }
        return new PublishedTable(rows.number(row, 0, 0),
                new TableName(rows.text(row, 1), rows.text(row, 2)), kinds, columns,
                "t".equals(rows.text(row, 7)));
    }

    private static Set<String> names(String json) {
        Set<String> names = new HashSet<>();
        array(json).forEach(one -> names.add(one.asString()));
        return names;
    }

    private static JsonNode array(String json) {
        return json == null ? JSON.createArrayNode() : JSON.readTree(json);
    }
}
