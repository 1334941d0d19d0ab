package dev.loam.spec.nested;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/// One of two databases that are written to in different ways and have to stay alike.
final class Side implements AutoCloseable {
    private final TestDatabase database = PostgresFixture.freshDatabase(Way.SCHEMA);
    private final RestServer server = RestServer.start(database.url("case_login"), Map.of());
    private final Connection connection;

    Side() throws SQLException {
        connection = database.connect();
    }

    RawHttp.Answer send(String method, String target, String prefer, String body) {
        return server.http().send(method, target, List.of(
                new String[] {"Content-Type", "application/json"},
                new String[] {"Prefer", prefer}), body.getBytes(StandardCharsets.UTF_8));
    }

    void sure(String method, String target, String prefer, String body) {
        RawHttp.Answer answer = send(method, target, prefer, body);
        assertThat(answer.status()).as(method + " " + target + " " + body + " " + answer.text())
                .isLessThan(300);
    }

    String id(String table, String name) {
        return value("select id from api." + table + " where name = '" + name + "'");
    }

    List<String> names(String table) {
        return list("select string_agg(name, ',' order by name) from api." + table);
    }

    /// The rows of the way's target that hold the key of a row.
    List<String> below(Way way, String name) {
        return list("select string_agg(one.name, ',' order by one.name) from api." + way.target()
                + " one join api." + way.table() + " owner on one." + way.column()
                + " = owner.id where owner.name = '" + name + "'");
    }

    private List<String> list(String query) {
        String names = value(query);
        return names == null ? List.of() : List.of(names.split(","));
    }

    /// All that is there, with names in place of ids.
    String content() {
        return value("""
                select string_agg(line, E'\\n' order by line) from (
                  select 'a ' || name || ' ' || coalesce(n::text, '-') from api.a
                  union all select 't ' || name || ' ' || coalesce(n::text, '-') from api.t
                  union all select 'b ' || b.name || ' ' || coalesce(b.n::text, '-')
                    || ' of ' || coalesce(a.name, '-') from api.b left join api.a on a.id = a_id
                  union all select 'c ' || c.name || ' ' || coalesce(c.n::text, '-')
                    || ' of ' || coalesce(b.name, '-') || ' and ' || coalesce(d.name, '-')
                    from api.c left join api.b on b.id = c.b_id left join api.d on d.id = c.d_id
                  union all select 'd ' || d.name || ' ' || coalesce(d.n::text, '-')
                    || ' of ' || coalesce(o.name, '-')
                    from api.d left join api.d o on o.id = d.d_id
                  union all select 'e ' || e.name || ' ' || coalesce(e.n::text, '-')
                    || ' of ' || coalesce(a.name, '-') from api.e left join api.a on a.id = a_id
                  union all select 'a_t ' || a.name || ' ' || t.name
                    from api.a_t join api.a on a.id = a_id join api.t on t.id = t_id
                ) lines(line)""");
    }

    private String value(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? result.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        server.close();
    }
}
