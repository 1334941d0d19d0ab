package dev.loam.app.config;

import dev.loam.base.config.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What `[trace]` says. Without an `endpoint` there are no traces.
public record TraceSettings(
        URI endpoint, Map<String, Secret> headers, String service, double sample,
        boolean parentDecides, Duration stepMin, int spansMax, Duration timeout,
        boolean comments) {
    /// Where a collector takes traces, behind its address.
    static final String PATH = "/v1/traces";

    private static final Pattern FIELD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E\\t]*");

    static TraceSettings from(Resolved values, List<String> problems) {
        if (values.get(TraceTable.TIMEOUT).isZero()) {
            problems.add(values.where(TraceTable.TIMEOUT) + ": wanted more than 0s");
        }
        return new TraceSettings(endpoint(values, problems), headers(values, problems),
                values.get(TraceTable.SERVICE), values.get(TraceTable.SAMPLE),
                values.get(TraceTable.PARENT_DECIDES), values.get(TraceTable.STEP_MIN),
                values.get(TraceTable.SPANS_MAX), values.get(TraceTable.TIMEOUT),
                values.get(TraceTable.COMMENTS));
    }

    private static URI endpoint(Resolved values, List<String> problems) {
        String given = values.get(TraceTable.ENDPOINT);
        if (given == null) {
            return null;
        }
        try {
            URI address = URI.create(given);
            boolean http = "http".equals(address.getScheme())
                    || "https".equals(address.getScheme());
            if (http && address.getHost() != null && address.getUserInfo() == null) {
                String path = address.getRawPath();
                return path.isEmpty() || path.equals("/") ? address.resolve(PATH) : address;
            }
        } catch (IllegalArgumentException _) {
            // Told below, as what is no address of a server.
        }
        problems.add(values.where(TraceTable.ENDPOINT)
                + ": wanted an address such as http://127.0.0.1:4318");
        return null;
    }

    /// Pairs with commas between them, values encoded as in addresses.
    /// Source: OpenTelemetry specification, "Specifying headers via environment variables".
    private static Map<String, Secret> headers(Resolved values, List<String> problems) {
        Secret given = values.get(TraceTable.HEADERS);
        Map<String, Secret> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (given == null) {
            return headers;
        }
        for (String pair : given.value().split(",")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? "" : pair.substring(0, equals).strip();
            String value = equals < 0 ? null : decoded(pair.substring(equals + 1).strip());
            if (!FIELD.matcher(name).matches() || value == null
                    || !VALUE.matcher(value).matches()) {
                problems.add(values.where(TraceTable.HEADERS)
                        + ": wanted name=value, with commas between several");
                return headers;
            }
            headers.put(name, new Secret(value));
        }
        return headers;
    }

    /// Null for what is not encoded well. A plus is a plus there.
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
