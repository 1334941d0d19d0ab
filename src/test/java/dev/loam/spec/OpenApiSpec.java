package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.CaseRun;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.Tokens;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The description of the API at its root, in OpenAPI 2.0 and 3.1.
class OpenApiSpec {
    private static final String MODERN = "application/vnd.oai.openapi+json;version=3.1";

    @TestFactory
    Stream<DynamicTest> the_document() {
        return tests("openapi.txt", Map.of("PGRST_OPENAPI_SECURITY_ACTIVE", "true"));
    }

    @TestFactory
    Stream<DynamicTest> everything_whatever_the_role() {
        return tests("openapi_all.txt", Map.of("PGRST_OPENAPI_MODE", "ignore-privileges",
                "PGRST_OPENAPI_SERVER_PROXY_URI", "https://example.org/api"));
    }

    @TestFactory
    Stream<DynamicTest> disabled() {
        return tests("openapi_off.txt", Map.of("PGRST_OPENAPI_MODE", "disabled"));
    }

    @TestFactory
    Stream<DynamicTest> a_function_in_its_place() {
        return tests("openapi_own.txt", Map.of("PGRST_DB_ROOT_SPEC", "own_root"));
    }

    @Test
    void both_documents_are_valid_for_every_role() {
        try (var server = server(Map.of("PGRST_OPENAPI_SECURITY_ACTIVE", "true"))) {
            for (String role : List.of("case_anon", "case_user")) {
                for (String accept : List.of("application/openapi+json", MODERN)) {
                    assertThat(parsed(server, role, accept).getMessages())
                            .as(accept + " for " + role).isNullOrEmpty();
                }
            }
        }
    }

    @Test
    void the_validator_bites() {
        for (String broken : List.of(
                "{'swagger': '2.0', 'paths': {'/a': {'get': {'colour': 1}}}}",
                "{'openapi': '3.1.0', 'info': {'title': 't', 'version': '1'}, "
                        + "'paths': {'/a': {'get': {'parameters': [{'in': 'query'}]}}}}")) {
            assertThat(read(broken.replace('\'', '"')).getMessages()).as(broken).isNotEmpty();
        }
    }

    @Test
    void a_client_can_be_made_of_the_modern_one() {
        try (var server = server(Map.of())) {
            OpenAPI document = parsed(server, "case_user", MODERN).getOpenAPI();

            assertThat(document.getOpenapi()).isEqualTo("3.1.0");
            var book = document.getComponents().getSchemas().get("book");
            assertThat(book.getProperties().keySet().toString()).contains("isbn", "mood", "tags");
            assertThat(document.getPaths().get("/book").readOperationsMap().keySet().toString())
                    .isEqualTo("[GET, PUT, POST, DELETE, PATCH]");
            assertThat(document.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .map(operation -> operation.getOperationId()))
                    .doesNotHaveDuplicates().doesNotContainNull();
        }
    }

    private static SwaggerParseResult parsed(RestServer server, String role, String accept) {
        RawHttp.Answer answer = server.http().get("/", "Accept", accept,
                "Authorization", "Bearer " + Tokens.of(role, null));
        assertThat(answer.status()).isEqualTo(200);
        return read(answer.text());
    }

    private static SwaggerParseResult read(String document) {
        var options = new ParseOptions();
        options.setResolve(true);
        return new OpenAPIParser().readContents(document, null, options);
    }

    private static Stream<DynamicTest> tests(String file, Map<String, String> settings) {
        var server = server(settings);
        return CaseRun.tests(file, server).onClose(server::close);
    }

    private static RestServer server(Map<String, String> settings) {
        return RestServer.start(
                PostgresFixture.freshDatabase(script()).url("case_login"), settings);
    }

    private static String script() {
        try (InputStream in = OpenApiSpec.class.getResourceAsStream("/cases/openapi.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
