package dev.loam.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The fields of the Elastic Common Schema, and whether lines keep to them.
public final class EcsFields {
    private static final Path TABLE = Path.of("src/test/resources/ecs/fields.txt");
    private static final Pattern IP = Pattern.compile("[0-9.]{7,15}|[0-9a-f:]*:[0-9a-f:.]*");
    private static final Pattern NAME = Pattern.compile("(loam|labels)\\.[a-z_]+");

    private static final Map<String, Field> FIELDS = fields();

    /// One field; `allowed` is empty where any value is.
    public record Field(String name, String type, boolean array, Set<String> allowed) {
    }

    private EcsFields() {
    }

    /// All of them, by name.
    public static Map<String, Field> all() {
        return FIELDS;
    }

    private static Map<String, Field> fields() {
        try {
            return Files.readString(TABLE).lines().filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .map(part -> new Field(part[0], part[1], part[2].equals("array"),
                            part[3].equals("-") ? Set.of()
                                    : Arrays.stream(part[3].split(","))
                                            .collect(Collectors.toSet())))
                    .collect(Collectors.toMap(Field::name, field -> field, (_, last) -> last,
                            TreeMap::new));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /// Reads a line, whose every field must be one of the schema's and of its type, or one of ours.
    public static JsonNode checked(String line) {
        JsonNode read = new JsonMapper().readTree(line);
        assertThat(line).doesNotContain("\n");
        assertThat(read.isObject()).as(line).isTrue();
        for (Map.Entry<String, JsonNode> member : read.properties()) {
            check(member.getKey(), member.getValue(), line);
        }
        for (String name : List.of("@timestamp", "log.level", "message", "ecs.version",
                "event.dataset", "service.name", "log.logger")) {
            assertThat(read.has(name)).as(name + " in " + line).isTrue();
        }
        // A name that stands twice would be read once.
        assertThat(names(line)).as(line).doesNotHaveDuplicates();
        return read;
    }

    private static Collection<String> names(String line) {
        return Pattern.compile("[{,]\"([a-z_@]+(?:\\.[a-z_]+)*)\":").matcher(line).results()
                .map(found -> found.group(1)).toList();
    }

    private static void check(String name, JsonNode value, String line) {
        Field field = FIELDS.get(name);
        if (field == null) {
            assertThat(name).as(line).matches(NAME);
            return;
        }
        assertThat(value.isArray()).as(name + " in " + line).isEqualTo(field.array());
        for (JsonNode one : field.array() ? value : List.of(value)) {
            assertThat(fits(field, one)).as(name + " in " + line).isTrue();
        }
    }

    private static boolean fits(Field field, JsonNode value) {
        return switch (field.type()) {
            case "long" -> value.isIntegralNumber();
            case "date" -> value.isString() && Instant.parse(value.asString()) != null;
            case "ip" -> value.isString() && IP.matcher(value.asString()).matches();
            case "keyword", "wildcard", "match_only_text" -> value.isString()
                    && (field.allowed().isEmpty() || field.allowed().contains(value.asString()));
            default -> false;
        };
    }
}
