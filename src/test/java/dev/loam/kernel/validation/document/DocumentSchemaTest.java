package dev.loam.kernel.validation.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DocumentSchemaTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static List<String> found(String schema, String document) throws BadSchema {
        return DocumentSchema.of(schema).findings(JSON.readTree(document)).stream()
                .map(one -> one.pointer() + " " + one.keyword()).toList();
    }

    @Test
    void everything_that_is_wrong_is_told_by_its_place() throws BadSchema {
        String schema = """
                {"type":"object","required":["a","b/c"],"properties":{
                "a":{"type":"integer","minimum":2},"list":{"items":{"$ref":"#/$defs/short"}}},
                "$defs":{"short":{"type":"string","maxLength":2}}} and words behind it""";
        assertThat(found(schema, "{\"a\":1,\"list\":[\"ab\",\"abc\",7]}"))
                .containsExactlyInAnyOrder("/a minimum", "/b~1c required",
                        "/list/1 maxLength", "/list/2 type");
        assertThat(found(schema, "{\"a\":2,\"b/c\":null}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"type\":\"strnig\"}", "{\"$ref\":\"#\"}",
            "{\"$ref\":\"#/$defs/none\"}", "{\"properties\":7}", "{\"pattern\":\"(a)\\\\1\"}",
            "{\"pattern\":\"^(?=a)\"}", "{\"$ref\":\"classpath:/draft/2020-12/schema\"}",
            "{\"$ref\":\"file:///etc/passwd\"}"})
    void what_is_no_schema_is_bad(String text) {
        assertThatThrownBy(() -> DocumentSchema.of(text)).isInstanceOf(BadSchema.class);
    }

    @Test
    void nothing_is_fetched() throws IOException {
        var asked = new AtomicInteger();
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
        });
        server.start();
        try {
            String ref = "{\"$ref\":\"http://127.0.0.1:" + server.getAddress().getPort() + "/s\"}";
            assertThatThrownBy(() -> DocumentSchema.of(ref)).isInstanceOf(BadSchema.class);
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void a_pattern_that_would_go_back_for_ever_takes_no_longer_than_others() throws BadSchema {
        String text = "a".repeat(50_000) + "!";
        assertThat(found("{\"pattern\":\"^(a+)+$\"}", '"' + text + '"'))
                .containsExactly(" pattern");
    }

    @Test
    void a_number_of_a_billion_digits_is_not_spelled_out() throws BadSchema {
        var parser = new tools.jackson.core.json.JsonFactory().createParser(
                tools.jackson.core.ObjectReadContext.empty(), "1e999999999");
        parser.nextToken();
        assertThat(DocumentSchema.of("{\"multipleOf\":0.01,\"maximum\":5}")
                .findings(Trees.read(parser))).isNotEmpty();
    }
}
