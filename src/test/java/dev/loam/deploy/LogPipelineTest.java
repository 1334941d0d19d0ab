package dev.loam.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.elastic.clients.elasticsearch.ilm.PutLifecycleRequest;
import co.elastic.clients.elasticsearch.indices.PutIndexTemplateRequest;
import co.elastic.clients.json.JsonpMapper;
import co.elastic.clients.json.JsonpMappingException;
import co.elastic.clients.json.SimpleJsonpMapper;
import dev.loam.app.log.EcsFields;
import jakarta.json.stream.JsonParser;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The way of the log to Elasticsearch: what Filebeat, Logstash and Elasticsearch are told.
class LogPipelineTest {
    private static final Path FOLDER = Path.of("deploy/logs");
    /// What each plugin takes, as far as it is used here.
    private static final Map<String, Set<String>> OPTIONS = Map.of(
            "input beats", Set.of("host", "port", "ecs_compatibility", "enrich"),
            "filter mutate", Set.of("add_field"),
            "output elasticsearch", Set.of("hosts", "api_key", "data_stream",
                    "data_stream_auto_routing", "ecs_compatibility"));

    /// Elasticsearch's own client has its API's documents as types, made of the specification.
    @Test
    void elasticsearch_takes_the_template_and_the_policy() throws IOException {
        var template = template(text("index-template.json"));
        assertThat(template.indexPatterns()).containsExactly("logs-loam.*-*");
        PutLifecycleRequest policy = read(text("lifecycle-policy.json"), (parser, strict) ->
                PutLifecycleRequest.of(put -> put.name("loam-logs").withJson(parser, strict)));
        assertThat(template.template().settings().index().lifecycle().name())
                .isEqualTo(policy.name());
    }

    @Test
    void what_elasticsearch_does_not_know_would_be_found() throws IOException {
        String template = text("index-template.json");
        for (String wrong : List.of(template.replace("\"index_patterns\"", "\"index_pattern\""),
                template.replace("\"best_compression\"", "[1]"),
                template.replaceFirst("\"ignore_above\"", "\"ignore_over\""))) {
            assertThatThrownBy(() -> template(wrong)).isInstanceOf(JsonpMappingException.class);
        }
    }

    @Test
    void each_mapped_field_has_the_type_that_the_schema_gives_it() throws IOException {
        Map<String, String> mapped = mapped();
        var schema = EcsFields.all();

        assertThat(mapped).allSatisfy((name, type) -> {
            if (name.startsWith("loam.") || name.startsWith("data_stream.")) {
                // The schema has these types, if not these fields.
                assertThat(type).as(name).isIn(
                        "keyword", "wildcard", "match_only_text", "constant_keyword");
            } else {
                assertThat(schema).containsKey(name);
                assertThat(type).as(name).isEqualTo(schema.get(name).type());
            }
        });
    }

    @Test
    void each_field_of_the_reference_is_mapped() throws IOException {
        Set<String> mapped = mapped().keySet();
        Set<String> told = Files.readString(Path.of("docs/reference/logs.md")).lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> Pattern.compile("`([@a-z_]+(\\.[a-z_]+)*)`")
                        .matcher(line.split("\\|")[1]).results().map(found -> found.group(1)))
                .filter(name -> !name.startsWith("labels.") && !name.startsWith("dev."))
                .collect(Collectors.toSet());

        assertThat(told).hasSizeGreaterThan(30);
        assertThat(mapped).containsAll(told);
    }

    @Test
    void filebeat_reads_json_lines_and_sends_them_to_logstash() throws IOException {
        Map<String, Object> told = new Yaml().load(text("filebeat.yml"));

        assertThat(told).containsOnlyKeys("filebeat.inputs", "processors", "output.logstash");
        Map<?, ?> input = (Map<?, ?>) ((List<?>) told.get("filebeat.inputs")).getFirst();
        assertThat(input.keySet()).isEqualTo(Set.of("type", "id", "paths", "parsers"));
        assertThat(input.get("type")).isEqualTo("filestream");
        Map<?, ?> parser = (Map<?, ?>) ((List<?>) input.get("parsers")).getFirst();
        assertThat(parser.get("ndjson")).isEqualTo(Map.of("target", "", "overwrite_keys", true,
                "expand_keys", true, "add_error_key", false, "ignore_decoding_error", true));
        String port = ":" + beats().get("port");
        assertThat((List<?>) ((Map<?, ?>) told.get("output.logstash")).get("hosts"))
                .allMatch(host -> host.toString().endsWith(port));
    }

    @Test
    void logstash_is_told_in_its_language_with_options_it_has() throws IOException {
        List<LogstashText.Plugin> plugins = LogstashText.plugins(text("logstash.conf"));

        assertThat(plugins).extracting(LogstashText.Plugin::section)
                .contains("input", "filter", "output");
        assertThat(plugins).allSatisfy(plugin ->
                assertThat(OPTIONS.get(plugin.section() + ' ' + plugin.name()))
                        .as(plugin.toString()).containsAll(plugin.attributes().keySet()));
        assertThat(beats().get("host")).isEqualTo("127.0.0.1");
        assertThatThrownBy(() -> LogstashText.plugins("input { beats { port => } }"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void each_data_set_falls_under_the_template() throws IOException {
        JsonNode patterns = new JsonMapper().readTree(text("index-template.json"))
                .path("index_patterns");

        assertThat(patterns.get(0).asString()).isEqualTo("logs-loam.*-*");
        assertThat(text("logstash.conf")).contains("\"[data_stream][type]\" => \"logs\"",
                "\"[data_stream][dataset]\" => \"%{[event][dataset]}\"");
    }

    private static Map<String, Object> beats() throws IOException {
        return LogstashText.plugins(text("logstash.conf")).getFirst().attributes();
    }

    /// The name stands in the address, beside the body.
    private static PutIndexTemplateRequest template(String json) {
        return read(json, (parser, strict) ->
                PutIndexTemplateRequest.of(put -> put.name("loam").withJson(parser, strict)));
    }

    private static <T> T read(String json, BiFunction<JsonParser, JsonpMapper, T> reader) {
        SimpleJsonpMapper strict = SimpleJsonpMapper.INSTANCE_REJECT_UNKNOWN_FIELDS;
        try (var parser = strict.jsonProvider().createParser(new StringReader(json))) {
            return reader.apply(parser, strict);
        }
    }

    private static Map<String, String> mapped() throws IOException {
        Map<String, String> mapped = new TreeMap<>();
        collect("", new JsonMapper().readTree(text("index-template.json"))
                .path("template").path("mappings"), mapped);
        return mapped;
    }

    private static void collect(String prefix, JsonNode mapping, Map<String, String> mapped) {
        for (Map.Entry<String, JsonNode> one : mapping.path("properties").properties()) {
            String name = prefix + one.getKey();
            if (one.getValue().has("properties")) {
                collect(name + '.', one.getValue(), mapped);
            } else {
                mapped.put(name, one.getValue().path("type").asString());
            }
        }
    }

    private static String text(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file));
    }
}
