package dev.loam.spec.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp.Answer;
import dev.loam.spec.random.Schema.Parameter;
import dev.loam.spec.random.Schema.Yields;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A function call against the same call in SQL by hand.
final class CallCheck {
    private static final Pattern ELEMENT = Pattern.compile("\"([^\"]*)\"|([^{},\"]+)");

    private final Arena arena;
    private final Dice dice;

    CallCheck(Arena arena, Dice dice) {
        this.arena = arena;
        this.dice = dice;
    }

    Request request(Call call, String owner) {
        boolean reads = !call.function().writes() && !emptyVariadic(call) && dice.oneIn(2);
        List<String> parameters = new ArrayList<>();
        if (reads) {
            call.arguments().forEach((name, value) -> values(call, name, value)
                    .forEach(one -> parameters.add(Spelling.percent(Spelling.name(name, dice))
                            + "=" + Spelling.percent(one))));
        }
        if (call.read() != null) {
            parameters.addAll(Spelling.parameters(call.read(), dice));
        }
        String target = "/rpc/" + Spelling.segment(call.function().name())
                + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
        var request = Request.get(target, owner);
        return reads ? request : request.as("POST")
                .with("Content-Type", "application/json").carrying(body(call));
    }

    /// No query string says that there are no values.
    private static boolean emptyVariadic(Call call) {
        return call.function().parameters().stream().anyMatch(parameter -> parameter.variadic()
                && "{}".equals(call.arguments().get(parameter.name())));
    }

    /// The elements of a variadic parameter's array are given one by one.
    private static List<String> values(Call call, String name, String value) {
        boolean variadic = call.function().parameters().stream()
                .anyMatch(parameter -> parameter.variadic() && parameter.name().equals(name));
        return variadic ? ELEMENT.matcher(value).results()
                .map(found -> found.group(1) != null ? found.group(1) : found.group(2)).toList()
                : List.of(value);
    }

    private String body(Call call) {
        return call.function().parameters().stream()
                .filter(parameter -> call.arguments().containsKey(parameter.name()))
                .map(parameter -> Invariants.JSON.writeValueAsString(parameter.name()) + ":"
                        + value(parameter, call.arguments().get(parameter.name())))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Parameter parameter, String value) {
        return parameter.kind().family() == Kind.Family.JSON ? value
                : Invariants.JSON.writeValueAsString(value);
    }

    void check(Call call, Request request) {
        if (call.read() != null) {
            new ReadCheck(arena, dice).check(call.read(), request, false, call.single());
            return;
        }
        Answer answer = arena.send(request);
        Invariants.check(request, answer);
        if (call.function().yields() == Yields.NOTHING) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(204);
            return;
        }
        Arena.Said wanted = arena.ask(request.owner(),
                CallOracle.values(call.function(), call.arguments()));
        if (wanted.failed()) {
            assertThat(Invariants.code(answer)).as(wanted.message() + "\n" + answer.text())
                    .isEqualTo(wanted.failure());
            return;
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode found = Invariants.parsed(answer);
        assertThat(found.toString()).as(answer.text())
                .isEqualTo(Invariants.JSON.readTree(wanted.value()).toString());
    }
}
