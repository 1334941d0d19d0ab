package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.app.config.ConfigLoader.Sources;
import dev.loam.base.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceTableTest {
    private static final String COLLECTOR = "OTEL_EXPORTER_OTLP_ENDPOINT";

    @TempDir
    private Path dir;

    @Test
    void nothing_is_sent_unless_somebody_says_where() throws IOException {
        TraceSettings plain = load("", Map.of());
        assertThat(plain.endpoint()).isNull();
        assertThat(plain.sample()).isEqualTo(1);
        assertThat(plain.headers()).isEmpty();
        assertThat(load("", Map.of("LOAM_SERVER_PRODUCTION", "true")).sample()).isEqualTo(0.1);
    }

    @Test
    void everything_can_be_set() throws IOException {
        TraceSettings all = load("""
                [trace]
                endpoint = "https://traces.example:4318/"
                headers = "authorization=Bearer%20a+b,X-Team = 7"
                service = "shop"
                sample = 0.25
                parent-decides = false
                step-min = "5ms"
                spans-max = 1000
                timeout = "3s"
                comments = true
                """, Map.of());
        assertThat(all).isEqualTo(new TraceSettings(
                URI.create("https://traces.example:4318/v1/traces"),
                Map.of("authorization", new Secret("Bearer a+b"), "X-Team", new Secret("7")),
                "shop", 0.25, false, Duration.ofMillis(5), 1000, Duration.ofSeconds(3), true));
        assertThat(load("[trace]\nsample = 1", Map.of()).sample()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"endpoint, localhost:4318", "endpoint, grpc://localhost:4317",
        "endpoint, http://user:word@localhost", "headers, nothing", "headers, =7",
        "headers, a=%zz", "headers, a=%0A", "sample, 1.5", "sample, -0.1", "sample, NaN",
        "sample, much", "timeout, 0s", "spans-max, 0"})
    void what_makes_no_sense_is_refused(String key, String value) {
        String variable = "LOAM_TRACE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
        assertThatThrownBy(() -> load("", Map.of(variable, value)))
                .isInstanceOf(ConfigRefused.class).hasMessageContaining(variable);
    }

    @Test
    void the_variables_of_open_telemetry_are_understood() throws IOException {
        TraceSettings all = load("", Map.of(COLLECTOR, "http://collector:4318/in/",
                "OTEL_EXPORTER_OTLP_HEADERS", "key=secret", "OTEL_SERVICE_NAME", "shop"));
        assertThat(all.endpoint()).isEqualTo(URI.create("http://collector:4318/in/v1/traces"));
        assertThat(all.headers()).containsEntry("key", new Secret("secret"));
        assertThat(all.service()).isEqualTo("shop");
        assertThat(load("", Map.of(COLLECTOR, "http://collector:4318",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://other/take")).endpoint())
                .isEqualTo(URI.create("http://other/take"));
    }

    @Test
    void loams_own_variables_go_before_them() throws IOException {
        assertThat(load("", Map.of(COLLECTOR, "http://collector:4318",
                "LOAM_TRACE_ENDPOINT", "http://mine")).endpoint())
                .isEqualTo(URI.create("http://mine/v1/traces"));
        assertThat(load("", Map.of(COLLECTOR, "http://collector:4318",
                "LOAM_TRACE_ENDPOINT", "")).endpoint()).isNull();
    }

    @Test
    void a_collector_that_speaks_grpc_or_is_switched_off_is_passed_over() throws IOException {
        var grpc = loaded("", Map.of(COLLECTOR, "http://collector:4317",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"));
        assertThat(grpc.config().server().path().trace().endpoint()).isNull();
        assertThat(grpc.notices()).anyMatch(notice -> notice.contains("grpc"));
        assertThat(load("", Map.of(COLLECTOR, "http://collector:4318",
                "OTEL_SDK_DISABLED", "true")).endpoint()).isNull();
        assertThat(load("", Map.of(COLLECTOR, "http://collector:4318",
                "OTEL_TRACES_EXPORTER", "none")).endpoint()).isNull();
    }

    @Test
    void headers_are_never_shown() throws IOException {
        assertThat(loaded("[trace]\nheaders = \"key=secret\"", Map.of()).values().lines())
                .extracting(Object::toString).noneMatch(line -> line.contains("key=secret"));
    }

    private TraceSettings load(String text, Map<String, String> environment) throws IOException {
        return loaded(text, environment).config().server().path().trace();
    }

    private ConfigLoader.Loaded loaded(String text, Map<String, String> environment)
            throws IOException {
        Files.writeString(dir.resolve("loam.toml"), text);
        return ConfigLoader.load(new Sources(dir, null, environment, List.of()));
    }
}
