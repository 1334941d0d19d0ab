package dev.loam.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.docs.Example.Request;
import dev.loam.fixture.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Every request that a page shows an answer to, sent in the order of the page.
///
/// Answers of JSON are compared as JSON. Of headers those shown are compared. `…` is any value of a
/// header or member.
/// With `-Dupdate=true` an empty answer is filled in, its lines being the names of the headers to
/// show; an answer that stands there is never written over.
class ExamplesSpec {
    private static final JsonMapper JSON = new JsonMapper();

    @TestFactory
    Stream<DynamicNode> pages(@TempDir Path folder) {
        return Page.all().stream().filter(page -> !Example.of(page).isEmpty())
                .map(page -> DynamicContainer.dynamicContainer(
                        page.file().toString(), tests(page, folder)));
    }

    private static Stream<DynamicTest> tests(Page page, Path folder) {
        var tried = new Tried(page, folder);
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest("a server", tried::start));
        for (Example example : Example.of(page)) {
            tests.add(DynamicTest.dynamicTest("line " + example.line(), () -> tried.one(example)));
        }
        tests.add(DynamicTest.dynamicTest("and its end", tried::end));
        return tests.stream();
    }

    /// One page and the server its examples share.
    private static final class Tried {
        private final Page page;
        private final Path folder;
        private final List<String> filled;
        private DocServer server;

        Tried(Page page, Path folder) {
            this.page = page;
            this.folder = folder;
            this.filled = new ArrayList<>(page.lines());
        }

        void start() throws IOException {
            server = DocServer.start(page, Files.createTempDirectory(folder, "project"));
        }

        void end() throws IOException {
            server.close();
            if (!filled.equals(page.lines())) {
                Files.writeString(page.file(), String.join("\n", filled) + "\n");
            }
        }

        void one(Example example) {
            RawHttp.Answer answer = null;
            for (Request request : example.requests()) {
                answer = server.send(request);
                if (example.answer() == null) {
                    assertThat(answer.status()).as(answer.text()).isLessThan(400);
                }
            }
            if (example.answer() != null) {
                if (!Boolean.getBoolean("update") || !fill(example, answer)) {
                    check(example, answer);
                }
            }
        }

        /// False where an answer stands already.
        private boolean fill(Example example, RawHttp.Answer answer) {
            List<String> lines = example.answer().lines();
            int from = example.answer().line();
            if (example.answer().is("http") && lines.stream().noneMatch(line ->
                    line.contains(" "))) {
                for (int at = 0; at < lines.size(); at++) {
                    String name = lines.get(at);
                    filled.set(from + at, name.isEmpty() ? name
                            : name + ": " + answer.header(name));
                }
                filled.set(from - 1, filled.get(from - 1) + "\n" + statusLine(answer));
                if (answer.body().length > 0) {
                    int last = from - 1 + lines.size();
                    boolean apart = !lines.isEmpty() && lines.getLast().isEmpty();
                    filled.set(last, filled.get(last) + (apart ? "\n" : "\n\n")
                            + trimmed(answer));
                }
            } else if (lines.isEmpty()) {
                filled.set(from - 1, filled.get(from - 1) + "\n" + trimmed(answer));
            } else if (lines.equals(List.of("?"))) {
                String row = filled.get(from - 1);
                String cell = answer.text().replace(", \n ", ", ").replace("|", "\\|");
                filled.set(from - 1, row.replace("`?`", '`' + cell + '`'));
            } else {
                return false;
            }
            return true;
        }

        private static String trimmed(RawHttp.Answer answer) {
            return answer.text().lines().map(String::stripTrailing)
                    .collect(Collectors.joining("\n"));
        }
    }

    /// Puts `…` wherever it is wanted and there is anything.
    private static void shorten(JsonNode shown, JsonNode wanted) {
        if (shown instanceof ArrayNode array && wanted.isArray()) {
            for (int i = 0; i < array.size(); i++) {
                shorten(array.get(i), wanted.path(i));
            }
        }
        if (shown instanceof ObjectNode object && wanted.isObject()) {
            for (var name : List.copyOf(object.propertyNames())) {
                if (wanted.path(name).asString("").equals("…")) {
                    object.put(name, "…");
                } else {
                    shorten(object.get(name), wanted.path(name));
                }
            }
        }
    }

    private static String statusLine(RawHttp.Answer answer) {
        return "HTTP/1.1 " + answer.status() + " " + answer.reason();
    }

    private static void check(Example example, RawHttp.Answer answer) {
        List<String> lines = example.answer().lines();
        int body = 0;
        if (example.answer().is("http")) {
            assertThat(statusLine(answer)).as(answer.text()).isEqualTo(lines.getFirst());
            for (body = 1; body < lines.size() && !lines.get(body).isBlank(); body++) {
                String[] header = lines.get(body).split(": ", 2);
                if (header[1].equals("…")) {
                    assertThat(answer.header(header[0])).as(header[0]).isNotEmpty();
                } else {
                    assertThat(answer.header(header[0])).as(header[0]).isEqualTo(header[1]);
                }
            }
            body++;
        }
        String expected = body >= lines.size() ? ""
                : String.join("\n", lines.subList(body, lines.size()));
        String type = answer.header("Content-Type");
        if (type != null && type.matches(".*[/+]json.*") && !expected.isEmpty()) {
            JsonNode wanted = JSON.readTree(expected);
            JsonNode shown = JSON.readTree(answer.body());
            shorten(shown, wanted);
            assertThat(shown).isEqualTo(wanted);
        } else {
            assertThat(Tried.trimmed(answer)).isEqualTo(expected);
        }
    }
}
