package dev.loam.modules.rest.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Table;
import dev.loam.modules.rest.ask.Library;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {
    private static final URI ASKED = URI.create("http://example.org/rest/v1");

    @Test
    void a_schema_is_described_as_far_as_it_is_visible() {
        JsonNode document = document(null, new OpenApi.Visible(
                Set.of("books", "places"), Set.of("add_them")));
        assertThat(document.path("swagger").asString()).isEqualTo("2.0");
        assertThat(document.path("host").asString()).isEqualTo("example.org:80");
        assertThat(document.path("basePath").asString()).isEqualTo("/rest/v1");
        assertThat(document.at("/securityDefinitions/JWT/name").asString())
                .isEqualTo("Authorization");
        assertThat(document.path("security").toString()).isEqualTo("[{\"JWT\":[]}]");
        assertThat(document.path("paths").propertyNames())
                .containsExactly("/", "/books", "/places", "/rpc/add_them");
        assertThat(document.at("/paths/~1books").propertyNames())
                .containsExactly("get", "post", "patch", "delete");
        assertThat(document.at("/paths/~1places").propertyNames()).containsExactly("get");
        assertThat(document.path("definitions").propertyNames())
                .containsExactly("books", "places");
        assertThat(document.at("/parameters/rowFilter.books.title/in").asString())
                .isEqualTo("query");
        assertThat(document.at("/paths/~1rpc~1add_them/get/parameters/0/name").asString())
                .isEqualTo("a");
        assertThat(document.at("/paths/~1rpc~1add_them/post/parameters/0/schema/required/1")
                .asString()).isEqualTo("b");
    }

    @Test
    void every_reference_leads_somewhere() {
        JsonNode document = document(null, OpenApi.Visible.ALL);
        List<JsonNode> references = document.findValues("$ref");
        assertThat(references).isNotEmpty().allSatisfy(reference ->
                assertThat(document.at(reference.asString().substring(1)).isMissingNode())
                        .as(reference.asString()).isFalse());
    }

    @Test
    void a_proxy_stands_for_the_address_asked() {
        JsonNode document = document(URI.create("https://api.example.com"), OpenApi.Visible.ALL);
        assertThat(document.path("host").asString()).isEqualTo("api.example.com:443");
        assertThat(document.path("basePath").asString()).isEqualTo("/");
        assertThat(document.path("schemes").get(0).asString()).isEqualTo("https");
    }

    @Test
    void columns_are_described_with_types_defaults_and_keys() {
        Map<String, Column> columns = new LinkedHashMap<>();
        Stream.of(
                column("id", "integer", null, "nextval('x'::regclass)", false, List.of()),
                column("name", "character varying(20)", 20, "'it''s'::character varying", true,
                        List.of()),
                column("price", "numeric(10,2)", null, "1.5", true, List.of()),
                column("sold", "boolean", null, "false", true, List.of()),
                column("since", "timestamp(3) with time zone", null, "now()", true, List.of()),
                column("tags", "text[]", null, "'{}'::text[]", true, List.of()),
                column("doc", "jsonb", null, null, true, List.of()),
                column("mood", "api.mood", null, "'ok'::api.mood", true, List.of("ok", "sad")),
                column("author", "integer", null, null, true, List.of()))
                .forEach(column -> columns.put(column.name(), column));
        var name = new TableName("api", "things");
        var table = new Table(name, Table.Kind.TABLE, "Things", true, true, true, false,
                List.of("id"), columns);
        var author = new Relationship.ManyToOne(name, new TableName("api", "authors"), "fk",
                List.of(new Relationship.Pair("author", "id")));
        var catalog = new Catalog(1, 180000, List.of("api"), Map.of(name, table),
                Map.of(name, List.of(author)), Map.of(), Map.of(), List.of(), Map.of(),
                Map.of());
        assertThat(Definitions.of(table, catalog)).hasToString(new JsonMapper().readTree("""
                {"description": "Things", "required": ["id"], "properties": {
                  "id": {"format": "int32", "type": "integer",
                    "description": "Note:\\nThis is a Primary Key.<pk/>"},
                  "name": {"format": "character varying", "type": "string", "maxLength": 20,
                    "default": "it's"},
                  "price": {"format": "numeric", "type": "number", "default": 1.5},
                  "sold": {"format": "boolean", "type": "boolean", "default": false},
                  "since": {"format": "timestamp with time zone", "type": "string",
                    "default": "now()"},
                  "tags": {"format": "text[]", "type": "array", "items": {"type": "string"}},
                  "doc": {"format": "jsonb"},
                  "mood": {"format": "api.mood", "type": "string", "enum": ["ok", "sad"],
                    "default": "ok"},
                  "author": {"format": "int32", "type": "integer", "description": "Note:\\n\
                This is a Foreign Key to `authors.id`.<fk table='authors' column='id'/>"}
                }, "type": "object"}""").toString());
    }

    private static JsonNode document(URI base, OpenApi.Visible visible) {
        return new JsonMapper().readTree(
                new OpenApi(base, true).document("api", Library.catalog(), visible, ASKED));
    }

    private static Column column(
            String name, String type, Integer lengthMax, String defaultSql, boolean nullable,
            List<String> enumValues) {
        return new Column(name, null, nullable, type, type, "pg_catalog", type, lengthMax,
                defaultSql, false, false, enumValues);
    }
}
