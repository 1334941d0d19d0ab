package dev.loam.modules.rest.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.JsonPatch;
import dev.loam.kernel.query.JsonPatch.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchesTest {
    @Test
    void operations_are_read_in_their_order() {
        assertThat(read("""
                [{"op": "add", "path": "/a/b~1c/~01/", "value": {"n": 1.10}},
                 {"path": "/a", "op": "remove", "value": 1, "more": 2},
                 {"op": "test", "path": "/a/-", "value": null},
                 {"op": "copy", "from": "/a/0", "path": "/b"},
                 {"op": "move", "from": "/a", "path": "/a"}]"""))
                .containsExactly(
                        new JsonPatch.Add(
                                new Pointer("a", List.of("b/c", "~1", "")), "{\"n\":1.10}"),
                        new JsonPatch.Remove(new Pointer("a", List.of())),
                        new JsonPatch.Test(new Pointer("a", List.of("-")), "null"),
                        new JsonPatch.Copy(
                                new Pointer("a", List.of("0")), new Pointer("b", List.of())),
                        new JsonPatch.Move(
                                new Pointer("a", List.of()), new Pointer("a", List.of())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "1 | op: an operation has to be an object",
        "{} | op: is missing",
        "{\"op\": 1} | op: has to be a text",
        "{\"op\": \"ADD\"} | op: is one of add, remove, replace, move, copy, test",
        "{\"op\": \"add\", \"value\": 1} | path: is missing",
        "{\"op\": \"add\", \"path\": \"/a\"} | value: is missing",
        "{\"op\": \"remove\", \"path\": \"a\"} | path: has to begin with /",
        "{\"op\": \"remove\", \"path\": \"\"} | path: has to name a column, not the whole row",
        "{\"op\": \"remove\", \"path\": \"/a~2\"} | path: has a ~ that is neither ~0 nor ~1",
        "{\"op\": \"remove\", \"path\": \"/a~\"} | path: has a ~ that is neither ~0 nor ~1",
        "{\"op\": \"copy\", \"path\": \"/a\"} | from: is missing",
        "{\"op\": \"move\", \"from\": \"/a\", \"path\": \"/a/b\"} "
                + "| path: nothing can be moved into itself"})
    void a_wrong_operation_is_named_with_its_member(String operation, String why) {
        var refusal = catchThrowableOfType(Refusal.class, () -> read(
                "[{\"op\": \"remove\", \"path\": \"/a\"}, " + operation + "]"));
        assertThat(refusal.failure().code()).isEqualTo("LOAM-REST-030");
        assertThat(refusal.failure().status()).isEqualTo(400);
        assertThat(refusal.failure().details()).isEqualTo("Operation 1, " + why);
    }

    @Test
    void operations_have_a_bound() {
        String one = "{\"op\": \"remove\", \"path\": \"/a\"},";
        assertThat(read("[" + one.repeat(99) + one.replace("},", "}]"))).hasSize(100);
        var refusal = catchThrowableOfType(Refusal.class,
                () -> read("[" + one.repeat(100) + one.replace("},", "}]")));
        assertThat(refusal.failure().details()).startsWith("Operation 100, op:");
    }

    private static List<JsonPatch> read(String json) {
        return JsonPatches.of(json.getBytes(StandardCharsets.UTF_8));
    }
}
