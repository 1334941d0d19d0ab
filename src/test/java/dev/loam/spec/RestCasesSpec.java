package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.CaseFile;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/// The REST dialect, request by request: the files in `src/test/resources/cases`.
class RestCasesSpec {
    private static final JsonMapper JSON = new JsonMapper();
    private static RestServer server;

    @BeforeAll
    static void start() {
        TestDatabase database = PostgresFixture.freshDatabase(
                script("schema.sql") + script("representations.sql"));
        server = RestServer.start(database.url("case_login"), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> reading() {
        return tests("reading.txt");
    }

    @TestFactory
    Stream<DynamicTest> embedding() {
        return tests("embedding.txt");
    }

    @TestFactory
    Stream<DynamicTest> writing() {
        return tests("writing.txt");
    }

    @TestFactory
    Stream<DynamicTest> functions() {
        return tests("functions.txt");
    }

    @TestFactory
    Stream<DynamicTest> representations() {
        return tests("representations.txt");
    }

    @TestFactory
    Stream<DynamicTest> transactions() {
        return tests("transactions.txt");
    }

    private static Stream<DynamicTest> tests(String file) {
        return CaseFile.read(file).cases().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
    }

    private static void check(CaseFile.Case each) {
        List<String[]> headers = new ArrayList<>();
        for (String[] header : each.headers()) {
            if (header[0].equals("As")) {
                String[] who = header[1].split(" ");
                headers.add(new String[] {"Authorization",
                    "Bearer " + Tokens.of(who[0], who.length > 1 ? who[1] : null)});
            } else {
                headers.add(header);
            }
        }
        RawHttp.Answer answer = server.http().send(each.method(), each.target(), headers,
                each.body().getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(each.status());
        each.expectedHeaders().forEach((name, value) ->
                assertThat(answer.header(name)).as(name).isEqualTo(value));
        if (each.expectedCode() != null) {
            assertThat(JSON.readTree(answer.body()).path("code").asString())
                    .as(answer.text()).isEqualTo(each.expectedCode());
        } else if (each.expectedBody().startsWith("~")) {
            assertThat(answer.text()).isEqualTo(each.expectedBody().lines()
                    .map(line -> line.substring(1)).collect(Collectors.joining("\n")));
        } else if (!each.expectedBody().isEmpty()) {
            assertThat(JSON.readTree(answer.body()))
                    .isEqualTo(JSON.readTree(each.expectedBody()));
        } else if (each.status() < 400) {
            assertThat(answer.text()).isEmpty();
        }
    }

    private static String script(String name) {
        try (InputStream in = RestCasesSpec.class.getResourceAsStream("/cases/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
