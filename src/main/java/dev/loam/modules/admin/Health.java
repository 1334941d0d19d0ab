package dev.loam.modules.admin;

import dev.loam.kernel.module.HealthCheck;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Whether this process should get requests, and whether it ever was in that state.
///
/// Source: Kubernetes documentation, "Liveness, Readiness, and Startup Probes".
final class Health {
    static final String TYPE = "application/json; charset=utf-8";
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final List<HealthCheck> checks;
    private volatile boolean started;

    /// What was found: `trouble` is null for none.
    private record Finding(HealthCheck check, String trouble) {
    }

    Health(List<HealthCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /// 200 while every vital check is well, else 503.
    HttpResponse readiness() {
        List<Finding> findings = findings();
        boolean ready = well(findings);
        return answer(ready ? 200 : 503, body("ready", ready, findings));
    }

    /// 200 once every vital check has been well, whatever became of it.
    HttpResponse startup() {
        List<Finding> findings = findings();
        boolean begun = started || well(findings);
        return answer(begun ? 200 : 503, body("started", begun, findings));
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (HealthCheck check : checks) {
            findings.add(new Finding(check, trouble(check)));
        }
        return findings;
    }

    private boolean well(List<Finding> findings) {
        boolean well = findings.stream()
                .noneMatch(one -> one.check().vital() && one.trouble() != null);
        started |= well;
        return well;
    }

    private static String trouble(HealthCheck check) {
        try {
            return check.trouble().get();
        } catch (RuntimeException failed) {
            return "the check itself failed: " + failed.getClass().getSimpleName();
        }
    }

    private static String body(String verdict, boolean holds, List<Finding> findings) {
        var text = new StringWriter(128);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeName(verdict);
            json.writeBoolean(holds);
            json.writeName("checks");
            json.writeStartArray();
            findings.forEach(one -> write(one, json));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(Finding one, JsonGenerator json) {
        json.writeStartObject();
        json.writeName("name");
        json.writeString(one.check().name());
        json.writeName("state");
        json.writeString(one.trouble() == null ? "up" : one.check().vital() ? "down" : "degraded");
        if (one.trouble() != null) {
            json.writeName("trouble");
            json.writeString(one.trouble());
        }
        json.writeEndObject();
    }

    static HttpResponse answer(int status, String json) {
        return HttpResponse.Full.of(status,
                Headers.of("Content-Type", TYPE, "Cache-Control", "no-store"),
                json.getBytes(StandardCharsets.UTF_8));
    }
}
