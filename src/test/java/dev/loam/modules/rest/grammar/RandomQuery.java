package dev.loam.modules.rest.grammar;

import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Condition;
import dev.loam.kernel.query.Field;
import dev.loam.kernel.query.Order;
import dev.loam.kernel.query.Selected;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Makes random shapes, of everything that the types of a shape can say and the dialect can spell.
final class RandomQuery {
    private static final List<String> NAMES = List.of(
            "a", "b", "id", "first_name", "da-sh", "a b", "$d", "42", "üñí", "موارد", "🐘", "x--y",
            "a,b", "a.b", "a:b", "(c)", "a\"b", "a\\b", " padded ", "*?", "-a", "a-", "'", ";",
            "and", "or", "not", "order", "limit", "offset", "select", "columns", "count", "inner",
            "left", "is", "eq", "asc", "j->k", "line\nbreak", "tab\t", "%25", "a+b", "a&b=c");
    private static final List<String> TEXTS = List.of(
            "", "1", "-1", "x", "null", "a b", " a ", "a,b", "a)", "(a", "a.b", "a:b", "\"",
            "\"a\"", "a\"b", "\"a\"b", "\\", "a\\", "\\\"", "{", "}", "{a", "{a}", "{a,b}",
            "{\"a\"", "eq.1", "not.eq.1", "and(", "%", "%25", "+", "&", "=", "#", "'; --", "ü",
            "🐘", "\n", "\t", "->");
    /// Array literals, which may stand in a logic tree without quotes.
    static final List<String> ARRAYS = List.of(
            "{}", "{1,2}", "{\"a,b\",c}", "{{1,2},{3,4}}", "{\"a}\",\"b\\\"\"}", "{NULL,x}");
    private static final List<String> CASTS = List.of(
            "text", "int4", "_int4", "character varying", "double precision");

    private final Random random;

    RandomQuery(long seed) {
        random = new Random(seed);
    }

    Random random() {
        return random;
    }

    Asked.Shape shape() {
        return new Asked.Shape(
                selection(3),
                some(4, () -> new Asked.At<>(path(), condition(3))),
                each(() -> some(3, this::order), this::order),
                each(() -> List.of(slice()), this::slice).stream()
                        .map(at -> new Asked.At<>(at.path(), at.what().getFirst())).toList());
    }

    private List<Selected> selection(int depth) {
        var items = new ArrayList<Selected>();
        items.add(selected(depth));
        items.addAll(some(3, () -> selected(depth)));
        return items;
    }

    private Selected selected(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> Selected.Column.ALL;
            case 1 -> new Selected.Column(
                    null, maybe(this::name), null, Selected.Aggregate.COUNT, maybe(this::cast));
            case 2 -> new Selected.Column(field(), maybe(this::name), maybe(this::cast),
                    pick(Selected.Aggregate.values()), maybe(this::cast));
            case 3 -> new Selected.Column(
                    field(), maybe(this::name), maybe(this::cast), null, null);
            default -> new Selected.Embed(
                    maybe(this::name), name(), maybe(this::name), pick(Selected.Join.values()),
                    random.nextBoolean(),
                    random.nextInt(4) == 0 ? List.of() : selection(depth - 1));
        };
    }

    private Condition condition(int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            var members = new ArrayList<Condition>();
            members.add(condition(depth - 1));
            members.addAll(some(3, () -> condition(depth - 1)));
            return new Condition.Group(random.nextBoolean(), random.nextBoolean(), members);
        }
        return new Condition.Compare(field(), random.nextBoolean(), test());
    }

    private Condition.Test test() {
        return switch (random.nextInt(7)) {
            case 0 -> new Condition.Test.In(some(5, this::text));
            case 1 -> new Condition.Test.Is(pick(Condition.Truth.values()));
            case 2 -> new Condition.Test.DistinctFrom(text());
            case 3 -> new Condition.Test.FullText(
                    pick(Condition.Parser.values()),
                    maybe(() -> pick(List.of("english", "pg_catalog.simple", "my-own"))), text());
            case 4 -> new Condition.Test.Count(
                    pick(List.of(Condition.Operator.EQ, Condition.Operator.LTE)),
                    random.nextInt(1_000));
            default -> binary();
        };
    }

    private Condition.Test binary() {
        var operator = pick(Condition.Operator.values());
        var quantifier = switch (operator) {
            case EQ, GT, GTE, LT, LTE, LIKE, ILIKE, MATCH, IMATCH ->
                    maybe(() -> pick(Condition.Quantifier.values()));
            default -> null;
        };
        return new Condition.Test.Binary(
                operator, quantifier, quantifier == null ? text() : pick(ARRAYS));
    }

    private Order order() {
        return new Order(maybe(this::name), field(),
                maybe(random::nextBoolean), maybe(random::nextBoolean));
    }

    private Asked.Slice slice() {
        return random.nextBoolean()
                ? new Asked.Slice(random.nextInt(100), (long) random.nextInt(100))
                : new Asked.Slice(1 + random.nextInt(100), null);
    }

    /// Things at different places; each list has one at least.
    private <T> List<Asked.At<List<T>>> each(Supplier<List<T>> many, Supplier<T> one) {
        var paths = new LinkedHashSet<>(some(3, this::path));
        return paths.stream().map(path -> {
            var things = many.get();
            return new Asked.At<>(path, things.isEmpty() ? List.of(one.get()) : things);
        }).toList();
    }

    private Field field() {
        return new Field(name(), random.nextInt(3) > 0 ? List.of() : some(3, this::step));
    }

    private Field.Step step() {
        boolean asText = random.nextBoolean();
        return random.nextInt(3) == 0
                ? new Field.Step(asText, String.valueOf(random.nextInt(-20, 20)), true)
                : new Field.Step(asText, random.nextBoolean() ? name() : text(), false);
    }

    private List<String> path() {
        return random.nextBoolean() ? List.of() : some(3, this::name);
    }

    private String name() {
        return pick(NAMES);
    }

    private String text() {
        return switch (random.nextInt(4)) {
            case 0 -> pick(ARRAYS);
            case 1 -> pick(NAMES);
            case 2 -> pick(TEXTS) + pick(TEXTS);
            default -> pick(TEXTS);
        };
    }

    private String cast() {
        return pick(CASTS);
    }

    private <T> List<T> some(int bound, Supplier<T> one) {
        return Stream.generate(one).limit(random.nextInt(bound)).toList();
    }

    private <T> T maybe(Supplier<T> one) {
        return random.nextBoolean() ? one.get() : null;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private <T> T pick(T[] all) {
        return all[random.nextInt(all.length)];
    }
}
