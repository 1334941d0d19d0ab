package dev.loam.modules.rest.batch;

import dev.loam.modules.rest.ask.JsonText;
import dev.loam.ports.web.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes the answer to a batch. Bodies of JSON go into it byte by byte.
final class BatchWriter {
    private final ByteArrayOutputStream out;

    private BatchWriter(int size) {
        out = new ByteArrayOutputStream(size);
    }

    static byte[] write(List<OperationResult> results) {
        int bodies = results.stream().mapToInt(OperationResult::size).sum();
        var writer = new BatchWriter(bodies + 512 * results.size() + 16);
        writer.put("{\"results\":[");
        for (int i = 0; i < results.size(); i++) {
            writer.put(i == 0 ? "" : ",\n");
            writer.put(results.get(i));
        }
        writer.put("]}");
        return writer.out.toByteArray();
    }

    private void put(OperationResult result) {
        var text = new StringBuilder(512).append('{');
        if (result.id() != null) {
            text.append("\"id\":");
            JsonText.quote(result.id(), text);
            text.append(',');
        }
        text.append("\"status\":").append(result.status()).append(",\"headers\":");
        headers(result.headers(), text);
        if (result.base64()) {
            text.append(",\"encoding\":\"base64\"");
        }
        if (result.body() != null) {
            put(text.append(",\"body\":").toString());
            out.writeBytes(result.body());
            put("}");
        } else {
            put(text.append('}').toString());
        }
    }

    private void put(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Source: RFC 9110 section 5.3, by which only `Set-Cookie` cannot be joined.
    private static void headers(Headers headers, StringBuilder text) {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, String> order = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (!fields.containsKey(name)) {
                order.put(name, name);
            }
            fields.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
        });
        text.append('{');
        for (String name : order.keySet()) {
            text.append(text.charAt(text.length() - 1) == '{' ? "" : ",");
            JsonText.quote(name, text);
            text.append(':');
            List<String> values = fields.get(name);
            if (name.equalsIgnoreCase("Set-Cookie")) {
                list(values, text);
            } else {
                JsonText.quote(String.join(", ", values), text);
            }
        }
        text.append('}');
    }

    private static void list(List<String> values, StringBuilder text) {
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",");
            JsonText.quote(values.get(i), text);
        }
        text.append(']');
    }
}
