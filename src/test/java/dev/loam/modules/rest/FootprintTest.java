package dev.loam.modules.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.base.task.Deadline;
import dev.loam.fixture.CatalogBuilder;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Function.Volatility;
import dev.loam.kernel.catalog.HiddenCalls;
import dev.loam.kernel.catalog.HiddenCalls.OfRow;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Relationship.Pair;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Trail;
import dev.loam.modules.rest.ask.Requests;
import dev.loam.ports.database.Footprint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the statements of requests say of what they touch.
class FootprintTest {
    private static final Catalog CATALOG = new CatalogBuilder()
            .table("films", "id integer", "title text", "director_id integer",
                    "since timestamp with time zone", "data jsonb", "genre api.genre",
                    "price api.price", "shape api.shape", "tags text[]")
            .table("directors", "id uuid", "name text", "born date")
            .table("actors", "name text", "film integer")
            .table("roles", "film_id integer", "actor text")
            .table("names", "name character varying(20)", "more text")
            .add(pair())
            .add(table("kids", Table.Kind.TABLE, false))
            .add(table("shown", Table.Kind.VIEW, false))
            .key("films_director", "films", "director_id", "directors", "id")
            .key("films_sequel", "films", "director_id", "films", "id")
            .add(new Relationship.ManyToMany(CatalogBuilder.name("films"),
                    CatalogBuilder.name("actors"), CatalogBuilder.name("roles"), "rf", "ra",
                    List.of(new Pair("id", "film_id")), List.of(new Pair("actor", "name"))))
            .add(new Relationship.Computed(CatalogBuilder.name("films"),
                    CatalogBuilder.name("names"), new FunctionName("api", "names_of"), false))
            .add(function("best", Volatility.STABLE, "integer", true))
            .add(function("twice", Volatility.IMMUTABLE, "timestamp with time zone", true))
            .add(function("late", Volatility.STABLE, "integer", false))
            .add(function("play", Volatility.VOLATILE, "integer", true))
            .calls(new HiddenCalls(
                    Map.of("api.genre", Set.of(), "api.price",
                            Set.of(new FunctionName("api", "price_json"))),
                    Set.of(), Map.of("long_title", List.of(new OfRow(
                            new FunctionName("api", "long_title"), "text"))),
                    Set.of(new FunctionName("api", "late"))))
            .build();

    private static Table pair() {
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("a", CatalogBuilder.column("a", "bigint"));
        columns.put("b", CatalogBuilder.column("b", "text"));
        return new Table(CatalogBuilder.name("pairs"), Table.Kind.TABLE, null, true, true, true,
                false, List.of(), columns, List.of("a", "b"), true);
    }

    private static Table table(String name, Table.Kind kind, boolean textsDiffer) {
        return new Table(CatalogBuilder.name(name), kind, null, true, true, true, false,
                List.of("id"), Map.of("id", CatalogBuilder.column("id", "integer")), List.of(),
                textsDiffer);
    }

    private static Function function(
            String name, Volatility volatility, String type, boolean required) {
        return new Function(new FunctionName("api", name), null,
                List.of(new Function.Parameter("n", type, required, false)),
                new Function.Returns(false, false, "integer", null, List.of()), volatility,
                false, Map.of());
    }

    // What is touched: relations, then functions with (); `?` before it when more may be.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /films?select=id                                | films
            /films?select=id,title&order=title.desc&limit=3 | films
            /films?select=id,directors(name)                | directors films
            /films?select=id,directors!inner(name,films(id)) | directors films
            /films?select=id,actors(name)                   | actors films roles
            /films?select=id,names_of(name)                 | films names names_of()
            /films?select=id,directors()&directors=not.is.null | directors films
            /films?select=id,...directors(born)             | directors films
            /films?select=count()                           | films
            /films?select=genre,id.sum()                    | films
            /films?select=genre.max()                       | ? films
            /films?select=price.max()                       | ? films price_json()
            /films?select=genre                             | films
            /films?select=price                             | films price_json()
            /films?select=shape                             | ? films
            /films                                          | ? films price_json()
            /films?select=title&shape=is.null               | ? films
            /films?select=title&order=shape                 | ? films
            /films?select=long_title                        | films long_title()
            /films?select=nobody                            | ? films
            /films?select=ctid                              | ? films
            /films?select=id::text                          | films
            /films?select=since::timestamptz                | films
            /films?select=id::regclass                      | ? films
            /films?select=id::genre                         | ? films
            /films?select=data->a->>b                       | films
            /films?select=id&data->>at=eq.now               | films
            /films?select=id&title=eq.now                   | films
            /films?select=id&since=gt.2020-01-01            | films
            /films?select=id&since=gt.NOW                   | ? films
            /films?select=id&since=in.(2020-01-01,today)    | ? films
            /films?select=id&or=(id.eq.1,since.lt.yesterday) | ? films
            /films?select=id&since=lt.12:00                 | ? films
            /films?select=id&title=fts(english).now         | films
            /directors?select=id&born=eq.tomorrow           | ? directors
            /directors?select=name,films(id)&films.since=gt.now | ? directors films
            /shown                                          | shown
            /rpc/best?n=1                                   | best()
            /rpc/twice?n=2020-01-01                         | twice()
            /rpc/twice?n=now                                | ? twice()
            /rpc/late?n=1                                   | late()
            /rpc/late                                       | ? late()
            """)
    void reads_name_all_they_touch(String target, String touched) {
        assertThat(told(footprint("GET", target, ""))).isEqualTo(touched);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            /films?select=id&id=eq.5                       | id=5
            /films?select=id&id=eq.5&title=like.a*         | id=5
            /films?select=title,directors(name)&id=eq.5    | id=5
            /films?select=id&id=in.(5,7)                   | id=5 id=7
            /films?select=id&id=in.(5,7,5)                 | id=5 id=7
            /films?select=id&id=eq.-5                      | id=-5
            /films?select=id&id=eq.0                       | id=0
            /films?select=id&id=eq.-0                      | -
            /films?select=id&id=eq.05                      | -
            /films?select=id&id=eq.+5                      | -
            /films?select=id&id=in.(5,07)                  | -
            /films?select=id&id=gt.5                       | -
            /films?select=id&id=not.eq.5                   | -
            /films?select=id&id=eq(any).{5}                | -
            /films?select=id&or=(id.eq.5,id.eq.6)          | -
            /films?select=id&title=eq.a                    | -
            /films?select=id&data->>id=eq.5                | -
            /films?select=id                               | -
            /films?select=id,films!films_sequel(id)&id=eq.5 | -
            /films?select=long_title&id=eq.5               | -
            /films?select=id&id=in.(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17) | -
            /directors?id=eq.0b6d5a4e-7a54-4c1c-9c7e-0123456789ab \
                | id=0b6d5a4e-7a54-4c1c-9c7e-0123456789ab
            /directors?id=eq.0B6D5A4E-7A54-4C1C-9C7E-0123456789AB | -
            /actors?name=eq.A%20b                          | name=A b
            /names?name=eq.x                               | name=x
            /pairs?a=eq.1&b=eq.x                           | a=1,b=x
            /pairs?a=in.(1,2)&b=in.(x,y)                   | a=1,b=x a=1,b=y a=2,b=x a=2,b=y
            /pairs?a=eq.1                                  | -
            /kids?id=eq.1                                  | -
            /shown?id=eq.1                                 | -
            """)
    void a_key_in_the_conditions_pins_rows(String target, String pins) {
        String told = footprint("GET", target, "").pins().stream().map(FootprintTest::pin)
                .collect(Collectors.joining(" "));
        assertThat(told).isEqualTo(pins == null ? "" : pins);
    }

    private static String pin(Footprint.Pin pin) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pin.columns().size(); i++) {
            text.append(i == 0 ? "" : ",").append(pin.columns().get(i)).append('=')
                    .append(pin.values().get(i));
        }
        return text.toString();
    }

    @Test
    void writes_name_what_they_write_and_are_never_whole() {
        Footprint insert = footprint("POST", "/films?select=id,directors(name)",
                "Prefer: return=representation");
        assertThat(insert.whole()).isFalse();
        assertThat(insert.writes()).containsExactly(CatalogBuilder.name("films"));
        assertThat(insert.reads()).containsExactly(CatalogBuilder.name("directors"));
        for (String method : List.of("POST", "PATCH", "DELETE")) {
            Footprint write = footprint(method, "/films?id=eq.1", "");
            assertThat(write.whole()).as(method).isFalse();
            assertThat(write.writes()).as(method).containsExactly(CatalogBuilder.name("films"));
        }
        assertThat(footprint("POST", "/rpc/play", "").whole()).isFalse();
        assertThat(footprint("POST", "/rpc/best", "").whole()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            PATCH  | /films?id=eq.5            | {"title":"x"} | id=5
            PATCH  | /films?id=in.(5,7)        | {"title":"x"} | id=5 id=7
            PATCH  | /films?id=eq.5&title=eq.a | {"title":"x"} | id=5
            PATCH  | /films?id=eq.5            | {"id":6}      | -
            PATCH  | /films?id=gt.5            | {"title":"x"} | -
            DELETE | /films?id=eq.5            | {}            | id=5
            DELETE | /films?title=eq.a         | {}            | -
            POST   | /films                    | {"id":5}      | -
            """)
    void writes_by_key_that_leave_the_key_alone_pin_rows(
            String method, String target, String body, String pins) {
        String told = footprint(method, target, body, "").pins().stream()
                .map(FootprintTest::pin).collect(Collectors.joining(" "));
        assertThat(told).isEqualTo(pins == null ? "" : pins);
    }

    @Test
    void arguments_in_a_body_may_be_counted_from_now() {
        assertThat(footprint("POST", "/rpc/twice", "{\"n\":\"2020-01-01\"}", "").whole()).isTrue();
        assertThat(footprint("POST", "/rpc/twice", "{\"n\":\"Now\"}", "").whole()).isFalse();
        assertThat(footprint("POST", "/rpc/twice", "{\"n\":\"\\u006eow\"}", "").whole())
                .isFalse();
    }

    @Test
    void counts_and_formats_are_whole_too_and_plans_are_not() {
        for (String headers : List.of("Prefer: count=exact", "Accept: text/csv",
                "Accept: application/vnd.pgrst.object+json")) {
            assertThat(footprint("GET", "/films?select=id&id=eq.1", headers).whole())
                    .as(headers).isTrue();
        }
        assertThat(footprint("GET", "/films?select=id",
                "Accept: application/vnd.pgrst.plan+json").whole()).isFalse();
        assertThat(footprint("HEAD", "/films?select=id", "").whole()).isTrue();
    }

    private static String told(Footprint footprint) {
        var names = footprint.reads().stream().map(TableName::name)
                .collect(Collectors.toCollection(TreeSet::new));
        return (footprint.whole() ? "" : "? ") + String.join(" ", names)
                + (names.isEmpty() || footprint.calls().isEmpty() ? "" : " ")
                + footprint.calls().stream().map(name -> name.name() + "()").sorted()
                        .collect(Collectors.joining(" "));
    }

    private static Footprint footprint(String method, String target, String headers) {
        return footprint(method, target, method.equals("GET") ? "" : "{\"n\":1}", headers);
    }

    private static Footprint footprint(
            String method, String target, String body, String headers) {
        var database = new FakeDatabase().then(new Object[] {1, 1, "1", null, null, null, null});
        String[] pairs = headers.isBlank() ? new String[0] : headers.split(": ", 2);
        var request = Requests.of(method, target, target.contains("rpc")
                || !body.equals("{\"n\":1}") ? body : "{\"id\":1}", pairs);
        Route route = RestModule.open(config(), database, () -> CATALOG, new HandClock(), _ -> { })
                .routes().getFirst();
        route.handler().handle(new Exchange(request, route.rest(request.path()),
                null, new Caller("web", "{}", false), "id", new Deadline(0), Trail.plain()));
        return database.statements.getFirst().footprint();
    }

    private static RestConfig config() {
        RestConfig plain = RestConfig.DEFAULT;
        return new RestConfig("", List.of("api"), List.of(), null, plain.txEnd(), null, Map.of(),
                true, true, true, null, plain.openApiMode(), null, false, Set.of(), 20_000, 100,
                plain.bodies(), plain.batches(), plain.verbosity(), null, null);
    }
}
