package dev.loam.modules.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.module.HealthCheck;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Kind;
import dev.loam.kernel.module.Meter.Reading;
import dev.loam.kernel.pipeline.AccessJournal;
import dev.loam.kernel.pipeline.PipelineConfig;
import dev.loam.kernel.pipeline.PipelineParts;
import dev.loam.kernel.pipeline.StandardPipeline;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminModuleTest {
    private static final List<Meter> METERS = List.of(
            Meter.counter("loam_hits_total", "Answers \\ that\nwere kept.", () -> 1L << 40),
            Meter.gauge("loam_lag_seconds", "How far behind.", () -> 0.25),
            Meter.gauge("loam_unknown", "Nothing yet.", () -> null),
            Meter.gauge("loam_broken", "Fails.", () -> {
                throw new IllegalStateException("inside");
            }),
            new Meter("loam_passes_total", Kind.COUNTER, "By reason.", () -> List.of(
                    new Reading(Map.of("reason", "a \"b\" \\ \n", "by", "x"), 2))));

    private final Map<String, String> troubles = new HashMap<>();
    private final List<HealthCheck> checks = List.of(
            new HealthCheck("database", () -> troubles.get("database")),
            new HealthCheck("catalogue", () -> troubles.get("catalogue")),
            new HealthCheck("feed", false, () -> troubles.get("feed")),
            new HealthCheck("broken", () -> {
                if (troubles.containsKey("broken")) {
                    throw new IllegalStateException("inside");
                }
                return null;
            }));
    private final StandardPipeline admin = admin(() -> "{\"tables\":[]}");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "GET     | /live         | 200 | application/json; charset=utf-8",
            "HEAD    | /live         | 200 | application/json; charset=utf-8",
            "GET     | /ready        | 200 | application/json; charset=utf-8",
            "GET     | /startup      | 200 | application/json; charset=utf-8",
            "GET     | /config       | 200 | text/plain; charset=utf-8",
            "GET     | /schema_cache | 200 | application/json; charset=utf-8",
            "GET     | /             | 404 | application/problem+json",
            "GET     | /metrics      | 200 | text/plain; version=0.0.4; charset=utf-8",
            "GET     | /log-level    | 200 | application/json; charset=utf-8",
            "DELETE  | /log-level    | 405 | application/problem+json",
            "PUT     | /live         | 405 | application/problem+json",
            "GET     | /live/        | 404 | application/problem+json",
            "GET     | //live        | 404 | application/problem+json",
            "POST    | /live         | 405 | application/problem+json",
            "DELETE  | /config       | 405 | application/problem+json",
    })
    void a_page_is_answered(String method, String path, int status, String type) {
        var response = get(method, path);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().first("Content-Type")).isEqualTo(type);
        assertThat(response.headers().contains("Access-Control-Allow-Origin")).isFalse();
    }

    @Test
    void the_pages_show_what_is_supplied() {
        assertThat(text(get("GET", "/config"))).isEqualTo("jwt-secret = \"***\"\n");
        assertThat(text(get("GET", "/schema_cache"))).isEqualTo("{\"tables\":[]}");
    }

    @Test
    void figures_are_written_as_prometheus_reads_them() {
        assertThat(text(get("GET", "/metrics"))).isEqualTo("""
                # HELP loam_hits_total Answers \\\\ that\\nwere kept.
                # TYPE loam_hits_total counter
                loam_hits_total 1099511627776
                # HELP loam_lag_seconds How far behind.
                # TYPE loam_lag_seconds gauge
                loam_lag_seconds 0.25
                # HELP loam_unknown Nothing yet.
                # TYPE loam_unknown gauge
                # HELP loam_passes_total By reason.
                # TYPE loam_passes_total counter
                loam_passes_total{by="x",reason="a \\"b\\" \\\\ \\n"} 2
                """);
    }

    @Test
    void readiness_names_what_is_not_well() {
        assertThat(text(get("GET", "/ready"))).isEqualTo("{\"ready\":true,\"checks\":["
                + "{\"name\":\"database\",\"state\":\"up\"},"
                + "{\"name\":\"catalogue\",\"state\":\"up\"},"
                + "{\"name\":\"feed\",\"state\":\"up\"},"
                + "{\"name\":\"broken\",\"state\":\"up\"}]}");
        troubles.put("database", "connection \"refused\"");
        troubles.put("broken", "");
        var response = get("GET", "/ready");

        assertThat(response.status()).isEqualTo(503);
        assertThat(text(response)).isEqualTo("{\"ready\":false,\"checks\":["
                + "{\"name\":\"database\",\"state\":\"down\","
                + "\"trouble\":\"connection \\\"refused\\\"\"},"
                + "{\"name\":\"catalogue\",\"state\":\"up\"},"
                + "{\"name\":\"feed\",\"state\":\"up\"},"
                + "{\"name\":\"broken\",\"state\":\"down\",\"trouble\":"
                + "\"the check itself failed: IllegalStateException\"}]}");
        assertThat(get("GET", "/live").status()).isEqualTo(200);
    }

    @Test
    void what_is_not_vital_is_named_and_hinders_nothing() {
        troubles.put("feed", "it cannot be read");
        var response = get("GET", "/ready");

        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response)).contains("{\"name\":\"feed\",\"state\":\"degraded\","
                + "\"trouble\":\"it cannot be read\"}");
    }

    @Test
    void a_process_has_started_once_all_was_well() {
        troubles.put("catalogue", "not read yet");
        assertThat(get("GET", "/startup").status()).isEqualTo(503);
        assertThat(text(get("GET", "/startup"))).contains("\"started\":false", "not read yet");

        troubles.clear();
        assertThat(get("GET", "/startup").status()).isEqualTo(200);
        troubles.put("catalogue", "gone");
        assertThat(get("GET", "/startup").status()).isEqualTo(200);
        assertThat(get("GET", "/ready").status()).isEqualTo(503);
    }

    private StandardPipeline admin(Supplier<String> schemaCache) {
        var module = AdminModule.open(checks, () -> "jwt-secret = \"***\"\n",
                out -> out.write(schemaCache.get().getBytes(StandardCharsets.UTF_8)), METERS,
                new NoLevels());
        return new StandardPipeline(PipelineConfig.CLOSED, module.routes(),
                PipelineParts.plain(null, AccessJournal.NONE, new HandClock()));
    }

    private HttpResponse get(String method, String path) {
        return admin.handle(new HttpRequest(method, path, null,
                Headers.of("Origin", "https://a.example"), Body.EMPTY,
                LocalPeer.ANY, false));
    }

    private static String text(HttpResponse response) {
        if (response instanceof HttpResponse.Stream stream) {
            var out = new ByteArrayOutputStream();
            try {
                stream.body().writeTo(out);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return out.toString(StandardCharsets.UTF_8);
        }
        return new String(((HttpResponse.Full) response).body(), StandardCharsets.UTF_8);
    }
}
