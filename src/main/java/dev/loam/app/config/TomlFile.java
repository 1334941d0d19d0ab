package dev.loam.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// Reads a TOML file as flat keys (`server.port`) with plain values.
final class TomlFile {
    private static final TomlMapper MAPPER = new TomlMapper();

    private TomlFile() {
    }

    /// The values in the file's order; what cannot be read is noted. `name` stands for the file in
    /// complaints.
    static Map<String, Object> read(Path file, String name, List<String> problems) {
        Map<String, Object> values = new LinkedHashMap<>();
        try {
            flatten("", MAPPER.readTree(Files.readString(file)), values);
        } catch (JacksonException wrong) {
            String line = wrong.getLocation() == null
                    ? "" : " line " + wrong.getLocation().getLineNr();
            problems.add(name + line + ": " + wrong.getOriginalMessage());
        } catch (IOException _) {
            problems.add(name + ": cannot be read");
        }
        return values;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, Object> values) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String key = prefix + field.getKey();
            if (field.getValue().isObject()) {
                flatten(key + ".", field.getValue(), values);
            } else {
                values.put(key, plain(field.getValue()));
            }
        }
    }

    private static Object plain(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isArray()) {
            List<Object> values = new ArrayList<>();
            node.forEach(one -> values.add(plain(one)));
            return values;
        }
        return node.isString() ? node.stringValue() : node.toString();
    }
}
