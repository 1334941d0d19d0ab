package dev.loam.spec.random;

import dev.loam.spec.random.Schema.Access;
import dev.loam.spec.random.Schema.Column;
import dev.loam.spec.random.Schema.Edge;
import dev.loam.spec.random.Schema.Form;
import dev.loam.spec.random.Schema.Function;
import dev.loam.spec.random.Schema.Link;
import dev.loam.spec.random.Schema.Parameter;
import dev.loam.spec.random.Schema.Table;
import dev.loam.spec.random.Schema.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The SQL that makes a schema and its rows.
final class SchemaScript {
    static final String ANONYMOUS = "random_anon";
    static final String USER = "random_user";
    static final String LOGIN = "random_login";
    /// A function that tells what a session still remembers.
    static final String MEMORY = "what_is_set";
    /// A view of more rows than the server makes whole.
    static final String LARGE = "many_rows";
    static final int LARGE_ROWS = 20_200;

    private static final String SUB =
            "(nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub')";
    /// The roles of a run.
    static final String BEGINNING = """
            do $$ begin
              if not exists (select from pg_roles where rolname = 'random_login') then
                create role random_anon nologin;
                create role random_user nologin;
                create role random_login login noinherit;
                grant random_anon, random_user to random_login;
              end if;
            end $$;
            """;

    private final StringBuilder out = new StringBuilder(BEGINNING);

    private SchemaScript() {
    }

    static String of(Schema schema, Rows rows) {
        var script = new SchemaScript();
        String name = Sql.quoted(Sql.SCHEMA);
        script.line("create schema " + name);
        script.line("grant usage on schema " + name + " to random_anon, random_user");
        script.line("set search_path = " + name);
        script.out.append(Kind.TYPES);
        for (Table table : schema.tables()) {
            if (table.form() == Form.VIEW) {
                script.view(table);
            } else {
                script.table(table, rows);
            }
            script.grants(table);
        }
        for (Link link : links(schema)) {
            script.link(link);
        }
        for (Edge edge : schema.edges()) {
            if (edge instanceof Edge.Computed computed) {
                script.computed(computed);
            }
        }
        schema.functions().forEach(script::function);
        script.memory();
        script.large();
        script.line("analyze");
        return script.out.toString();
    }

    /// The keys that are declared, not those that are seen through views.
    private static List<Link> links(Schema schema) {
        List<Link> links = new ArrayList<>();
        for (Edge edge : schema.edges()) {
            if (edge instanceof Edge.Up(Link link) && link.from().base() == null
                    && link.to().base() == null) {
                links.add(link);
            }
        }
        return links;
    }

    private void line(String statement) {
        out.append(statement).append(";\n");
    }

    private void table(Table table, Rows rows) {
        List<String> parts = new ArrayList<>();
        for (Column column : table.stored()) {
            parts.add(Sql.quoted(column.name()) + " " + column.kind().sql()
                    + (column.required() ? " not null" : "")
                    + (column.preset() == null ? "" : " default " + column.preset()));
        }
        parts.add("primary key (" + Sql.list(table.key()) + ")");
        boolean parted = table.form() == Form.PARTITIONED;
        line("create table " + table.sql() + " (" + String.join(", ", parts) + ")"
                + (parted ? " partition by hash (" + Sql.quoted(table.key().getFirst()) + ")"
                        : ""));
        for (int i = 0; parted && i < 2; i++) {
            line("create table " + Sql.name("part " + i + " " + Math.abs(table.name().hashCode()))
                    + " partition of " + table.sql() + " for values with (modulus 2, remainder "
                    + i + ")");
        }
        for (Rows.Row row : rows.of(table)) {
            line("insert into " + table.sql() + " (" + Sql.list(
                    table.stored().stream().map(Column::name).toList()) + ") values ("
                    + table.stored().stream()
                            .map(column -> column.kind().literal(row.value(column.name())))
                            .collect(Collectors.joining(", ")) + ")");
        }
        if (table.owned()) {
            String owner = table.columns().stream().filter(one -> one.trait() == Trait.OWNER)
                    .findFirst().orElseThrow().name();
            String own = "(" + Sql.quoted(owner) + " = " + SUB + ")";
            line("alter table " + table.sql() + " enable row level security");
            line("create policy own on " + table.sql() + " using " + own + " with check " + own);
        }
        for (Column column : table.columns()) {
            if (column.trait() == Trait.COMPUTED) {
                line("create function " + Sql.name(column.name()) + "(" + table.sql()
                        + ") returns text stable return 'computed ' || ($1)."
                        + Sql.quoted(table.key().getFirst()) + "::text");
            }
        }
    }

    private void view(Table view) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < view.bases().size(); i++) {
            columns.add("b." + Sql.quoted(view.bases().get(i)) + " as "
                    + Sql.quoted(view.columns().get(i).name()));
        }
        line("create view " + view.sql() + " with (security_invoker = true) as select "
                + String.join(", ", columns) + " from " + view.base().sql() + " as b");
    }

    private void grants(Table table) {
        grant(table, ANONYMOUS, table.anonymous());
        grant(table, USER, table.user());
    }

    private void grant(Table table, String role, Access access) {
        if (access == Access.NOTHING) {
            return;
        }
        String columns = table.whole() ? "" : " (" + Sql.list(table.stored().stream()
                .filter(Column::readable).map(Column::name).toList()) + ")";
        line("grant select" + columns + " on " + table.sql() + " to " + role);
        if (access == Access.WRITE) {
            line("grant insert" + columns + ", update" + columns + ", delete on " + table.sql()
                    + " to " + role);
        }
    }

    private void link(Link link) {
        String table = "alter table " + link.from().sql();
        if (link.unique()) {
            line(table + " add unique (" + Sql.list(link.own()) + ")");
        }
        line(table + " add constraint " + Sql.quoted(link.name()) + " foreign key ("
                + Sql.list(link.own()) + ") references " + link.to().sql() + " ("
                + Sql.list(link.other()) + ")");
    }

    private void computed(Edge.Computed edge) {
        String own = "length(($1)." + Sql.quoted(edge.from().key().getFirst()) + "::text)";
        String other = "length(t." + Sql.quoted(edge.to().key().getFirst()) + "::text)";
        line("create function " + Sql.name(edge.name()) + "(" + edge.from().sql()
                + ") returns setof " + edge.to().sql() + (edge.toOne() ? " rows 1" : "")
                + " stable language sql as $body$ select t.* from " + edge.to().sql()
                + " as t where " + own + " >= " + other
                + (edge.toOne() ? " order by t." + Sql.quoted(edge.to().key().getFirst())
                        + " limit 1" : "") + " $body$");
    }

    private void function(Function function) {
        String parameters = function.parameters().stream().map(SchemaScript::parameter)
                .collect(Collectors.joining(", "));
        line("create function " + Sql.name(function.name()) + "(" + parameters + ") returns "
                + yields(function) + (function.writes() ? "" : " stable")
                + " language sql as $body$ " + function.body() + " $body$");
    }

    private static String parameter(Parameter parameter) {
        return (parameter.variadic() ? "variadic " : "") + Sql.quoted(parameter.name()) + " "
                + parameter.kind().sql() + (parameter.optional() ? " default null" : "");
    }

    private static String yields(Function function) {
        return switch (function.yields()) {
            case VALUE -> function.kind().sql();
            case VALUES -> "setof " + function.kind().sql();
            case ROWS -> "setof " + function.table().sql();
            case ONE_ROW -> function.table().sql();
            case NOTHING -> "void";
            case TABLE -> "table (" + function.rows().stream()
                    .map(column -> Sql.quoted(column.name()) + " " + column.kind().sql())
                    .collect(Collectors.joining(", ")) + ")";
        };
    }

    private void large() {
        line("create view " + Sql.name(LARGE) + " as select n, 'row ' || n as word "
                + "from generate_series(1, " + LARGE_ROWS + ") as n");
        line("grant select on " + Sql.name(LARGE) + " to random_anon, random_user");
    }

    private void memory() {
        line("create function " + Sql.name(MEMORY) + "() returns json stable language sql as "
                + "$body$ select json_build_object('role', current_user, 'login', session_user, "
                + "'path', current_setting('search_path'), "
                + "'zone', current_setting('timezone'), "
                + "'claims', current_setting('request.jwt.claims', true), "
                + "'method', current_setting('request.method', true), "
                + "'headers', current_setting('request.headers', true)::json -> 'x-mark', "
                + "'cookies', current_setting('request.cookies', true)) $body$");
    }
}
