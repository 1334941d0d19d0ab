package dev.loam.spec.live;

import static dev.loam.fixture.TraceCollector.attributes;
import static dev.loam.fixture.TraceCollector.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.TraceCollector;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The traces of requests, as a collector gets them.
class TracesSpec {
    private static final String PARENT = "00f067aa0ba902b7";

    private static final TraceCollector COLLECTOR = new TraceCollector();
    private static int traces;

    @TempDir
    private static Path dir;

    private static TestDatabase database;
    private static LiveServer loam;

    @BeforeAll
    static void start() {
        database = PostgresFixture.freshDatabase();
        LiveServer.prepare(database, """
                create table public.item (id int primary key, name text not null);
                insert into public.item values (1, 'one'), (2, 'two');
                create view public.many as select i from generate_series(1, 30000) i;
                create function public.fail() returns void language plpgsql as $$ begin
                  raise sqlstate 'PT503' using message = 'confidential'; end $$;
                create function public.seen() returns text language sql security definer
                  as $$ select query from pg_stat_activity where pid = pg_backend_pid() $$;
                create function public.prepared() returns bigint language sql
                  as $$ select count(*) from pg_prepared_statements
                        where statement like '%traceparent%' $$;
                create function public.hold() returns void language sql
                  as $$ select pg_advisory_xact_lock(7054) $$;
                grant select, insert on public.item to anon;
                grant select on public.many to anon;
                """);
        loam = LiveServer.start(dir, database.url(), Map.of(
                "LOAM_TRACE_ENDPOINT", COLLECTOR.url(), "LOAM_TRACE_STEP_MIN", "0s",
                "LOAM_TRACE_SAMPLE", "0", "LOAM_TRACE_COMMENTS", "true",
                "LOAM_TRACE_SPANS_MAX", "512", "LOAM_TRACE_SERVICE", "shop",
                "LOAM_DATABASE_POOL_SIZE", "1", "LOAM_LOAD_LIMIT_MIN", "4"));
    }

    /// What waits is sent before the end.
    @AfterAll
    static void stop() {
        String last = trace();
        get(last, "/rest/v1/item");
        loam.close();
        assertThat(COLLECTOR.await(_ -> true)).extracting(span -> hex(span.getTraceId()))
                .contains(last);
        COLLECTOR.close();
    }

    /// A new trace, as a request brings it.
    private static String trace() {
        return "%032x".formatted(0xabc000 + ++traces);
    }

    private static RawHttp.Answer get(String trace, String path) {
        return loam.get(path, "traceparent", "00-" + trace + "-" + PARENT + "-01",
                "tracestate", "congo=t61rcWkgMzE", "User-Agent", "tester");
    }

    @Test
    void the_request_has_a_span_below_the_one_that_caused_it() {
        String trace = trace();
        get(trace, "/rest/v1/item?id=eq.1&select=name");

        Span request = request(COLLECTOR.trace(trace));
        assertThat(hex(request.getParentSpanId())).isEqualTo(PARENT);
        assertThat(request.getTraceState()).isEqualTo("congo=t61rcWkgMzE");
        assertThat(request.getName()).isEqualTo("GET /rest/v1/item");
        assertThat(request.getEndTimeUnixNano()).isGreaterThan(request.getStartTimeUnixNano());
        assertThat(request.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(attributes(request))
                .containsEntry("http.request.method", "GET")
                .containsEntry("http.route", "/rest/v1/item")
                .containsEntry("http.response.status_code", 200L)
                .containsEntry("url.path", "/rest/v1/item")
                .containsEntry("url.scheme", "http")
                .containsEntry("server.address", "localhost")
                .containsEntry("client.address", "127.0.0.1")
                .containsEntry("network.protocol.version", "1.1")
                .containsEntry("user_agent.original", "tester")
                .containsEntry("loam.role", "anon")
                .containsKey("loam.request.id")
                .doesNotContainKeys("error.type", "url.query");
        assertThat(COLLECTOR.resource()).containsEntry("service.name", "shop");
    }

    @Test
    void statements_and_steps_are_below_the_request_in_one_tree() {
        String trace = trace();
        loam.send("POST", "/rest/v1/item", List.of(
                new String[] {"traceparent", "00-" + trace + "-" + PARENT + "-01"},
                new String[] {"Content-Type", "application/json"}),
                "{\"id\":70,\"name\":\"secret-name\"}".getBytes(StandardCharsets.UTF_8));

        List<Span> spans = COLLECTOR.trace(trace);
        Set<String> ids = spans.stream().map(span -> hex(span.getSpanId()))
                .collect(Collectors.toSet());
        assertThat(ids).hasSameSizeAs(spans);
        assertThat(spans).filteredOn(span -> span != request(spans))
                .allMatch(span -> ids.contains(hex(span.getParentSpanId())));
        assertThat(spans).extracting(Span::getName)
                .contains("cors", "bound-errors", "authenticate", "admit", "rest");
        assertThat(spans).allSatisfy(span -> assertThat(attributes(span).toString())
                .doesNotContain("secret-name"));
        Span statement = statements(spans).getFirst();
        assertThat(statement.getName()).isEqualTo("INSERT item");
        assertThat(attributes(statement))
                .containsEntry("db.system.name", "postgresql")
                .containsEntry("db.operation.name", "INSERT")
                .containsEntry("db.collection.name", "public.item")
                .containsEntry("loam.role", "anon")
                .containsKeys("db.namespace", "server.address", "server.port")
                .doesNotContainKey("db.response.status_code");
        assertThat(attributes(statement).get("db.query.text").toString())
                .contains("INSERT INTO").doesNotContain("traceparent");
    }

    @Test
    void failures_are_told_by_their_codes_and_without_values() {
        String trace = trace();
        get(trace, "/rest/v1/rpc/fail");
        List<Span> spans = COLLECTOR.trace(trace);

        assertThat(request(spans).getName()).isEqualTo("GET /rest/v1/rpc/fail");
        assertThat(request(spans).getStatus().getCode())
                .isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(attributes(request(spans))).containsEntry("error.type", "503")
                .containsEntry("http.response.status_code", 503L);
        assertThat(statements(spans)).singleElement().satisfies(statement -> {
            assertThat(statement.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
            assertThat(statement.getStatus().getMessage()).isEmpty();
            assertThat(attributes(statement)).containsEntry("error.type", "PT503")
                    .containsEntry("db.response.status_code", "PT503");
        });
    }

    @Test
    void what_a_client_does_wrong_is_no_failure_of_ours() {
        String trace = trace();
        get(trace, "/rest/v1/none_such");

        Span request = request(COLLECTOR.trace(trace));
        assertThat(request.getName()).isEqualTo("GET /rest/v1");
        assertThat(request.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(attributes(request)).containsEntry("http.response.status_code", 404L)
                .containsEntry("url.path", "/rest/v1/none_such").doesNotContainKey("error.type");
    }

    @Test
    void a_streamed_answer_ends_with_its_last_row() {
        String trace = trace();
        assertThat(get(trace, "/rest/v1/many").text()).endsWith("30000}]");
        List<Span> spans = COLLECTOR.trace(trace);

        assertThat(statements(spans).size()).isGreaterThan(2);
        assertThat(statements(spans)).allMatch(statement ->
                statement.getEndTimeUnixNano() <= request(spans).getEndTimeUnixNano());
    }

    @Test
    void only_sampled_requests_are_told() {
        String not = trace();
        loam.get("/rest/v1/item", "traceparent", "00-" + not + "-" + PARENT + "-00");
        loam.get("/rest/v1/item");
        String told = trace();
        get(told, "/rest/v1/item");
        COLLECTOR.trace(told);

        assertThat(COLLECTOR.await(_ -> true)).extracting(span -> hex(span.getTraceId()))
                .doesNotContain(not).allMatch(trace -> trace.startsWith("00000"));
    }

    @Test
    void statements_tell_postgresql_whose_they_are() {
        String trace = trace();
        String seen = get(trace, "/rest/v1/rpc/seen").text();
        Span statement = statements(COLLECTOR.trace(trace)).getFirst();

        assertThat(seen).contains(" /*application='loam',request_id='", "',route='rest',"
                + "traceparent='00-" + trace + "-" + hex(statement.getSpanId()) + "-01'*/");
        assertThat(loam.get("/rest/v1/rpc/seen").text()).doesNotContain("traceparent");
        assertThat(get(trace(), "/rest/v1/rpc/prepared").text()).isEqualTo("0");
    }

    /// Anybody else may have waited in its place, so it is tried again.
    @Test
    void a_statement_tells_how_long_it_waited_for_a_connection() {
        LiveServer.until(() -> {
            String trace = trace();
            try (var requests = Executors.newVirtualThreadPerTaskExecutor();
                    Connection holder = database.connect()) {
                holder.createStatement().execute("select pg_advisory_lock(7054)");
                requests.submit(() -> loam.get("/rest/v1/rpc/hold"));
                LiveServer.until(() -> database.value("select count(*) from pg_locks "
                        + "where objid = 7054 and not granted").equals("1"));
                requests.submit(() -> get(trace, "/rest/v1/item"));
                LiveServer.until(() -> loam.figure("loam_pool_waiting_requests") > 0);
                holder.createStatement().execute("select pg_advisory_unlock(7054)");
            } catch (SQLException wrong) {
                throw new IllegalStateException(wrong);
            }
            return statements(COLLECTOR.trace(trace)).stream().anyMatch(statement ->
                    attributes(statement).containsKey("loam.pool.wait_micros"));
        });
    }

    @Test
    void requests_are_answered_though_the_collector_is_not() {
        double before = loam.figure("loam_trace_spans_dropped_total");
        COLLECTOR.hold();
        try {
            String trace = trace();
            for (int i = 0; i < 100; i++) {
                assertThat(get(trace, "/rest/v1/item?id=eq." + i).status()).isEqualTo(200);
            }
            assertThat(loam.figure("loam_trace_spans_dropped_total")).isGreaterThan(before);
            assertThat(loam.figure("loam_trace_spans_waiting")).isPositive();
        } finally {
            COLLECTOR.release();
        }
        LiveServer.until(() -> loam.figure("loam_trace_spans_waiting") == 0);
    }

    private static Span request(List<Span> spans) {
        return spans.stream().filter(span -> span.getKind() == SpanKind.SPAN_KIND_SERVER)
                .findFirst().orElseThrow();
    }

    private static List<Span> statements(List<Span> spans) {
        return spans.stream().filter(span -> span.getKind() == SpanKind.SPAN_KIND_CLIENT)
                .toList();
    }
}
