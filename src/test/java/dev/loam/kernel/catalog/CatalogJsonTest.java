package dev.loam.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogJsonTest {
    private static final TableName FILMS = new TableName("api", "films");

    private static Catalog catalog() {
        var id = new Column("id", null, false, "integer", "integer", "pg_catalog", "int4", null,
                null, false, false, List.of());
        var table = new Table(FILMS, Table.Kind.TABLE, null, true, true, true, false,
                List.of("id"), Map.of("id", id));
        var name = new FunctionName("api", "f");
        var function = new Function(name, null,
                List.of(new Function.Parameter("a", "integer", true, false),
                        new Function.Parameter("", "text", true, false)),
                new Function.Returns(true, false, "integer", null, List.of()),
                Function.Volatility.STABLE, false, Map.of());
        return new Catalog(3, 180_000, List.of("api"), Map.of(FILMS, table),
                Map.of(FILMS, List.of(new Relationship.ManyToOne(FILMS, FILMS, "films_sequel",
                        List.of(new Relationship.Pair("sequel", "id"))))),
                Map.of(name, List.of(function)),
                Map.of(new Catalog.CastPair("api.u", "json"), "api.to"),
                List.of(new MediaHandler("text/html", name, FILMS, true, false)),
                Map.of(), Map.of());
    }

    @Test
    void counts_and_names_are_written() {
        assertThat(new String(CatalogJson.write(catalog()), StandardCharsets.UTF_8)).isEqualTo("""
                {"version":3,"serverVersion":180000,"schemas":["api"],"counts":{"tables":1,\
                "columns":1,"relationships":1,"functions":1,"representations":1,\
                "mediaHandlers":1},"tables":{"api.films":{"kind":"TABLE",\
                "primaryKey":["id"],"columns":["id"],"relationships":\
                ["many to one: api.films by films_sequel"]}},\
                "functions":{"api.f":["(a integer, text) setof integer"]},\
                "representations":["api.u as json by api.to"],\
                "mediaHandlers":["text/html by api.f of api.films"]}""");
    }

    @Test
    void the_nearest_names_of_a_schema_are_found() {
        Names names = catalog().names();
        assertThat(names.nearestTable("api", "filmz", Names.NAME_MINIMUM)).contains("films");
        assertThat(names.nearestTable("other", "filmz", Names.NAME_MINIMUM)).isEmpty();
        assertThat(names.nearestFunction("api", "F", Names.NAME_MINIMUM)).contains("f");
    }
}
