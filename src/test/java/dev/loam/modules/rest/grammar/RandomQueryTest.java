package dev.loam.modules.rest.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// `-Dseed=` replays a run; every failure names the seed and the query.
class RandomQueryTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int ROUNDS = 20_000;
    private static final String ALPHABET =
            "abenotrdqicl01 .,:;()[]{}\"\\'*!-><=&%+$_\n\tüम🐘€\u00a0";
    private static final List<String> NAMES = List.of(
            "select", "order", "limit", "offset", "and", "or", "not.or", "columns", "on_conflict",
            "c.order", "c.limit", "c.not.and", "a", "c.a", "j->>k");
    private static final List<String> WORDS = List.of(
            "eq.", "not.", "in.(", "is.null", "and(", "or(", "count()", "...", "::", "->>", "->",
            "!inner", ".sum()", ".desc", "fts(a).", "like(any).{", "a.eq.1,", "\"", "(", ")");

    @Test
    void a_shape_survives_being_spelled_and_parsed() {
        for (int round = 0; round < ROUNDS; round++) {
            var made = new RandomQuery(SEED + round);
            var shape = patternsWithoutStars(made.shape());
            var spelling = new Spelling(made.random());
            var params = spelling.params(shape);
            var raw = spelling.query(params);
            var read = RawQuery.parse(raw);
            assertThat(read).as("seed %d: %s", SEED + round, raw).isEqualTo(params);
            assertThat(QueryGrammar.parse(read, false).shape())
                    .as("seed %d: %s", SEED + round, params).isEqualTo(shape);
        }
    }

    @Test
    void plain_filters_survive_as_perhaps_arguments_of_functions() {
        for (int round = 0; round < ROUNDS / 10; round++) {
            var made = new RandomQuery(SEED + round);
            var shape = patternsWithoutStars(made.shape());
            var params = new Spelling(made.random()).params(shape);
            var query = QueryGrammar.parse(params, true);
            long compares = shape.filters().stream()
                    .filter(at -> at.what() instanceof Condition.Compare).count();
            assertThat(query.plain()).as("seed %d: %s", SEED + round, params)
                    .hasSize((int) compares);
            assertThat(query.arguments().filters().keySet())
                    .as("seed %d: %s", SEED + round, params)
                    .isEqualTo(query.arguments().filterTexts().keySet());
            assertThat(query.arguments().values()).isEmpty();
        }
    }

    @Test
    void random_text_is_understood_or_refused() {
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            var params = new ArrayList<RawParam>();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                String name = random.nextInt(4) == 0 ? text(random)
                        : NAMES.get(random.nextInt(NAMES.size()));
                params.add(new RawParam(name, text(random)));
            }
            understoodOrRefused(params);
        }
    }

    @Test
    void a_damaged_spelling_is_understood_or_refused() {
        for (int round = 0; round < ROUNDS / 4; round++) {
            var made = new RandomQuery(SEED + round);
            var random = made.random();
            var params = new Spelling(random).params(made.shape()).stream()
                    .map(param -> random.nextBoolean()
                            ? new RawParam(damaged(param.name(), random), param.value())
                            : new RawParam(param.name(), damaged(param.value(), random)))
                    .toList();
            understoodOrRefused(params);
        }
    }

    @Test
    void random_bytes_are_understood_or_refused() {
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            var raw = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                raw.append(switch (random.nextInt(4)) {
                    case 0 -> (char) random.nextInt(256);
                    case 1 -> '%';
                    case 2 -> "0123456789abcdefABCDEF".charAt(random.nextInt(22));
                    default -> "&=+a".charAt(random.nextInt(4));
                });
            }
            try {
                RawQuery.parse(raw.toString());
            } catch (Refusal refusal) {
                assertThat(refusal.failure()).isInstanceOf(GrammarFailure.class);
            }
        }
    }

    private static void understoodOrRefused(List<RawParam> params) {
        for (boolean function : new boolean[] {false, true}) {
            try {
                var query = QueryGrammar.parse(params, function);
                assertThat(query.shape().select()).isNotEmpty();
            } catch (Refusal refusal) {
                var failure = refusal.failure();
                assertThat(failure).isInstanceOf(GrammarFailure.class);
                assertThat(failure.status()).isIn(400, 416);
            } catch (RuntimeException | StackOverflowError defect) {
                throw new AssertionError("seed " + SEED + ": " + params, defect);
            }
        }
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        int[] letters = ALPHABET.codePoints().toArray();
        for (int i = random.nextInt(25); i > 0; i--) {
            if (random.nextInt(3) == 0) {
                text.append(WORDS.get(random.nextInt(WORDS.size())));
            } else {
                text.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
        }
        return text.toString();
    }

    private static String damaged(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int until = Math.min(text.length(), at + random.nextInt(3));
        char put = ALPHABET.charAt(random.nextInt(ALPHABET.length() - 1));
        return text.substring(0, at) + put + text.substring(until);
    }

    /// A star in a pattern comes back as a percent sign, so shapes to compare with have none.
    private static Asked.Shape patternsWithoutStars(Asked.Shape shape) {
        return new Asked.Shape(shape.select(), shape.filters().stream()
                .map(at -> new Asked.At<>(at.path(), withoutStars(at.what()))).toList(),
                shape.orders(), shape.slices());
    }

    private static Condition withoutStars(Condition condition) {
        return switch (condition) {
            case Condition.Group g -> new Condition.Group(g.negated(), g.any(),
                    g.members().stream().map(RandomQueryTest::withoutStars).toList());
            case Condition.Compare c -> c.test() instanceof Condition.Test.Binary b
                    ? new Condition.Compare(c.field(), c.negated(), new Condition.Test.Binary(
                    b.operator(), b.quantifier(), b.value().replace('*', '.')))
                    : c;
        };
    }
}
