package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.CaseFile;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.json.JsonMapper;

/// Sends the requests of a [CaseFile] to a server and compares the answers.
final class CaseRunner {
    private static final JsonMapper JSON = new JsonMapper();

    private CaseRunner() {
    }

    /// The cases of a file, each a test of its own.
    static Stream<DynamicTest> tests(String file, RestServer server) {
        return CaseFile.read(file).cases().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each, server)));
    }

    private static void check(CaseFile.Case each, RestServer server) {
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
}
