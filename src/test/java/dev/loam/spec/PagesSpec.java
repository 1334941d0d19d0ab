package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.CaseRun;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Pages along a key, and the links between them.
class PagesSpec {
    private static final Pattern NEXT = Pattern.compile("<\\?([^>]*)>; rel=\"next\"");
    private static final Pattern FIRST = Pattern.compile("<\\?([^>]*)>; rel=\"first\"");
    private static TestDatabase database;
    private static RestServer server;

    @BeforeAll
    static void start() {
        database = CaseDatabase.fresh("keyset.sql");
        server = RestServer.start(database.url("case_login"), Map.of(
                "PGRST_DB_AGGREGATES_ENABLED", "true"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> pages() {
        return CaseRun.tests("keyset.txt", server);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "id | 1 2 3 4",
        "budget | 4 1 2 3",
        "budget.desc | 3 2 1 4",
        "budget.nullsfirst | 3 4 1 2",
        "budget.desc.nullslast | 2 1 4 3",
        "state,started.desc | 3 1 2 4",
        "details->size->w.nullsfirst | 3 4 1 2",
        "details->>colour.desc.nullslast,id.desc | 1 2 4 3",
        "client(name) | 1 2 3 4",
        "client(name).desc,name.desc | 4 3 2 1",
        "tags,span | 3 4 2 1"})
    void a_walk_follows_the_order(String order, String ids) {
        String query = "/project?select=id,client!client_id()&limit=1&order=" + order;
        assertThat(walk(query)).containsExactly(ids.split(" "));
    }

    @Test
    void filters_related_rows_and_row_level_security_hold_on_every_page() {
        assertThat(walk("/project?select=id,task!inner(id)&limit=1&task.done=is.false"))
                .containsExactly("1", "3");
        assertThat(walk("/diary?select=id&order=day.desc&limit=2",
                "Authorization", "Bearer " + Tokens.of("case_user", "ann")))
                .containsExactly("8", "6", "4", "2");
    }

    @Test
    void a_later_page_has_no_place_but_a_total() {
        RawHttp.Answer first = get("/project?select=id&limit=3");
        RawHttp.Answer second = server.http().get("/project?" + link(NEXT, first),
                "Prefer", "count=exact");
        assertThat(second.status()).isEqualTo(206);
        assertThat(second.header("Content-Range")).isEqualTo("*/4");
        assertThat(second.header("Preference-Applied")).isEqualTo("count=exact");
        assertThat(link(NEXT, second)).isNull();
        RawHttp.Answer again = server.http().get("/project?" + link(FIRST, second));
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Link")).isEqualTo(first.header("Link"));
    }

    @Test
    void only_the_limit_may_change_from_page_to_page() {
        String next = link(NEXT, get("/project?select=id&order=state,id&id=gt.0&limit=1"));
        RawHttp.Answer more = server.http().get("/project?" + next.replace("limit=1", "limit=9"));
        assertThat(more.text().replaceAll("\\s", ""))
                .isEqualTo("[{\"id\":3},{\"id\":2},{\"id\":4}]");
        refused(next.replace("order=state%2Cid", "order=state"), "LOAM-REST-021",
                "It was made for another order.");
        refused(next.replace("id=gt.0", "id=gt.1"), "LOAM-REST-021",
                "It was made for another set of filters.");
        refused(next.replace("select=id", "select=id,name").replace("gt.0", "gt.1"),
                "LOAM-REST-021", "It was made for another select, another set of filters.");
        RawHttp.Answer elsewhere = server.http().get("/project_view?" + next);
        assertThat(elsewhere.text()).contains("It was made for another relation or key.");
    }

    @Test
    void a_changed_cursor_is_refused_wherever_it_was_changed() {
        String next = link(NEXT, get("/project?select=id&order=name&limit=1"));
        int start = next.indexOf('~') + 1;
        for (int at = start; at < next.length(); at++) {
            char other = next.charAt(at) == 'A' ? 'Q' : 'A';
            refused(next.substring(0, at) + other + next.substring(at + 1), "LOAM-REST-020",
                    null);
            if (at > start) {
                refused(next.substring(0, at), "LOAM-REST-020", null);
            }
        }
    }

    @Test
    void groups_have_no_pages() {
        RawHttp.Answer answer = get("/project?select=state,count()&limit=1");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("LOAM-QUERY-020", "Groups have no key.");
    }

    @Test
    void an_index_finds_the_place_where_a_page_begins() {
        database.execute("create table api.deep as select n as id, n / 10 as part, n % 7 as rest"
                + " from generate_series(1, 50000) n;"
                + " alter table api.deep add primary key (id), alter part set not null;"
                + " create index on api.deep (part desc, id desc); create index on api.deep (part);"
                + " grant select on api.deep to case_anon; analyze api.deep;"
                + " notify pgrst, 'reload schema'");
        try (var plans = RestServer.start(database.url("case_login"),
                Map.of("PGRST_DB_PLAN_ENABLED", "true"))) {
            assertThat(cost(plans, "/deep?limit=10&order=part.desc")).isLessThan(20);
            assertThat(cost(plans, "/deep?limit=10&order=part,id.desc")).isLessThan(40);
        }
    }

    /// What PostgreSQL thinks of a page in the middle.
    private static double cost(RestServer plans, String query) {
        String middle = query.replace("limit=10", "limit=20000");
        String next = link(NEXT, plans.http().get(middle, "Prefer", "pagination=keyset"))
                .replace("limit=20000", "limit=10");
        JsonNode plan = new JsonMapper().readTree(plans.http().get("/deep?" + next,
                "Accept", "application/vnd.pgrst.plan+json").body());
        return plan.get(0).get("Plan").get("Total Cost").asDouble();
    }

    private static void refused(String query, String code, String details) {
        RawHttp.Answer answer = server.http().get("/project?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        JsonNode error = new JsonMapper().readTree(answer.body());
        assertThat(error.get("code").asString()).isEqualTo(code);
        if (details != null) {
            assertThat(error.get("details").asString()).isEqualTo(details);
        }
    }

    private static RawHttp.Answer get(String target) {
        return server.http().get(target, "Prefer", "pagination=keyset");
    }

    /// The ids of all rows, page by page.
    private static List<String> walk(String target, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Prefer", "pagination=keyset"));
        RawHttp.Answer answer = server.http().get(target, all.toArray(String[]::new));
        String path = target.substring(0, target.indexOf('?') + 1);
        List<String> ids = new ArrayList<>();
        while (true) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            new JsonMapper().readTree(answer.body()).forEach(
                    row -> ids.add(row.get("id").asString()));
            String next = link(NEXT, answer);
            if (next == null) {
                return ids;
            }
            answer = server.http().get(path + next, headers);
        }
    }

    private static String link(Pattern relation, RawHttp.Answer answer) {
        String field = answer.header("Link");
        if (field == null) {
            return null;
        }
        var found = relation.matcher(field);
        return found.find() ? found.group(1) : null;
    }
}
