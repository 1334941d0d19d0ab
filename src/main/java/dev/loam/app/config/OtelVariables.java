package dev.loam.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The variables by which all that speaks OpenTelemetry is told of a collector, as far as Loam has
/// settings for them. Its own go before them.
///
/// Source: OpenTelemetry specification, "Environment Variable Specification" and "OpenTelemetry
/// Protocol Exporter".
final class OtelVariables {
    private static final String ALL = "OTEL_EXPORTER_OTLP_";
    private static final String TRACES = "OTEL_EXPORTER_OTLP_TRACES_";

    private OtelVariables() {
    }

    /// A collector that is spoken to by gRPC is passed over, with a notice.
    static List<Given> given(Map<String, String> environment, List<String> notices) {
        List<Given> given = new ArrayList<>();
        add(given, environment, "OTEL_SERVICE_NAME", TraceTable.SERVICE);
        if ("true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"))
                || "none".equals(environment.get("OTEL_TRACES_EXPORTER"))) {
            return given;
        }
        String protocol = either(environment, "PROTOCOL");
        if (environment.getOrDefault(protocol, "").equals("grpc")) {
            notices.add(protocol + " is grpc, and traces are sent by http/protobuf alone: "
                    + "set trace.endpoint to where the collector takes that");
            return given;
        }
        add(given, environment, either(environment, "HEADERS"), TraceTable.HEADERS);
        String base = environment.getOrDefault(ALL + "ENDPOINT", "");
        if (!base.isEmpty()) {
            String bare = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
            given.add(Given.asText(TraceTable.ENDPOINT.key(), ALL + "ENDPOINT",
                    bare + TraceSettings.PATH));
        }
        add(given, environment, TRACES + "ENDPOINT", TraceTable.ENDPOINT);
        return given;
    }

    /// That for traces where there is one, else that for all that is told.
    private static String either(Map<String, String> environment, String name) {
        return environment.getOrDefault(TRACES + name, "").isEmpty() ? ALL + name : TRACES + name;
    }

    /// An empty variable counts as none.
    private static void add(List<Given> given, Map<String, String> environment, String variable,
            Setting<?> setting) {
        String value = environment.getOrDefault(variable, "");
        if (!value.isEmpty()) {
            given.add(Given.asText(setting.key(), variable, value));
        }
    }
}
