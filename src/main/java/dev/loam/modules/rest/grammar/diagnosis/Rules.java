package dev.loam.modules.rest.grammar.diagnosis;

import static dev.loam.modules.rest.grammar.diagnosis.Rule.all;
import static dev.loam.modules.rest.grammar.diagnosis.Rule.any;
import static dev.loam.modules.rest.grammar.diagnosis.Rule.anyOf;
import static dev.loam.modules.rest.grammar.diagnosis.Rule.character;
import static dev.loam.modules.rest.grammar.diagnosis.Rule.either;
import static dev.loam.modules.rest.grammar.diagnosis.Rule.end;
import static dev.loam.modules.rest.grammar.diagnosis.Rule.noneOf;
import static dev.loam.modules.rest.grammar.diagnosis.Rule.word;

/// The grammars of the dialect. The order of choices is part of them: it is the order in which
/// what was expected is told.
///
/// What Loam takes beyond PostgREST, aliases of spreads and counts of embedded rows, is taken here
/// too, but never told.
final class Rules {
    private static final Rule LETTER = any(Character::isLetter).called("letter");
    private static final Rule DIGIT = any(c -> c >= '0' && c <= '9').called("digit");
    private static final Rule SPACE = anyOf(" \t").often();

    // Names and fields.

    private static final Rule QUOTED = all(character('"'),
            either(noneOf("\\\""), all(character('\\'), any(_ -> true))).often(),
            character('"'));
    private static final Rule IDENTIFIER = either(LETTER, DIGIT, anyOf("_ $")).repeated();
    private static final Rule DASH = all(character('-'), character('>').not()).attempt();
    private static final Rule NAME = either(QUOTED, IDENTIFIER.separatedBy(DASH))
            .called("field name (* or [a..z0..9_$])");
    private static final Rule DOT = character('.').called("delimiter (.)");

    private static final Rule KEY = either(QUOTED,
            noneOf("(-:.,>)").repeated().separatedBy(DASH))
            .called("any non reserved character different from: .,>()");
    private static final Rule AFTER_INDEX = either(word("->").ahead().attempt(),
            word("::").ahead().attempt(), word(".").ahead().attempt(),
            word(",").ahead().attempt(), end().attempt());
    private static final Rule INDEX =
            all(character('-').maybe(), DIGIT.repeated(), AFTER_INDEX);
    private static final Rule PATH = all(
            either(word("->>").attempt(), word("->").attempt()),
            either(INDEX.attempt(), KEY.attempt())).often();
    private static final Rule FIELD = spaced(all(NAME, PATH.maybe()));

    static final Rule TREE_PATH = all(NAME.separatedBy(DOT), PATH.maybe());
    static final Rule NAMES = NAME.separatedBy(spaced(character(',')));

    // Selections.

    private static final Rule ALIAS_COLON = all(character(':'), character(':').not());
    private static final Rule ALIAS = all(NAME, ALIAS_COLON).attempt().maybe();
    private static final Rule EMBED_PARAMETERS = all(embedParameter(), embedParameter());
    private static final Rule RELATION = spaced(all(ALIAS, NAME.but("count"),
            EMBED_PARAMETERS, word("(").ahead().attempt()));
    private static final Rule SPREAD = spaced(all(word("..."), NAME,
            all(ALIAS_COLON, NAME).attempt().called("").maybe(),
            EMBED_PARAMETERS, word("(").ahead().attempt()));
    private static final Rule CAST = all(word("::"), IDENTIFIER).maybe();
    private static final Rule AGGREGATE = all(character('.'),
            either(word("sum"), word("avg"), word("count"),
                    word("max").attempt(), word("min").attempt()),
            word("()")).attempt().maybe();
    private static final Rule AFTER_ITEM = either(word(")").ahead().attempt(),
            word(",").ahead().attempt(), end().attempt());
    private static final Rule COLUMN = spaced(either(
            all(word("*"), AFTER_ITEM).attempt(),
            all(ALIAS, word("count()"), CAST, AFTER_ITEM).attempt(),
            all(ALIAS, FIELD, CAST, AGGREGATE, CAST, AFTER_ITEM)));
    private static final Rule CHILDREN =
            all(character('('), (text, at) -> items().read(text, at), character(')'));
    private static final Rule ITEMS = either(
            all(SPREAD.attempt(), CHILDREN),
            all(RELATION.attempt(), CHILDREN),
            COLUMN).separatedBy(spaced(character(','))).maybe();

    static final Rule SELECT = ITEMS;

    // Filters.

    private static final Rule NOT = all(word("not"), DOT).attempt().maybe();
    private static final Rule PLAIN_VALUE = any(_ -> true).often();
    private static final Rule CLOSED_QUOTED = all(QUOTED, noneOf(",)").not()).attempt();
    private static final Rule BARE = noneOf(",)").often();
    private static final Rule TREE_VALUE = either(CLOSED_QUOTED,
            all(word("{"), noneOf("{}").often(), word("}")).attempt(), BARE);
    private static final Rule LIST = all(spaced(character('(')),
            either(CLOSED_QUOTED, BARE).separatedBy(character(',')), spaced(character(')')));
    private static final Rule TRUTH = either(anyCase("null"), anyCase("not_null"),
            anyCase("true"), anyCase("false"), anyCase("unknown"))
            .called("isVal: (null, not_null, true, false, unknown)");

    static final Rule FILTER = operation(PLAIN_VALUE);

    // Logic trees.

    private static final Rule TREE_FILTER = all(FIELD, DOT, operation(TREE_VALUE));
    private static final Rule GROUP = all(
            either(all(word("not"), DOT).attempt(), (_, at) -> Reading.nothing(at))
                    .called("negation operator (not)"),
            either(word("and").attempt(), word("or")).called("logic operator (and, or)"),
            spaced(character('(')),
            ((Rule) (text, at) -> tree().read(text, at)).separatedBy(spaced(character(','))),
            spaced(character(')')));

    /// With the name of its operator before it.
    static final Rule TREE = either(TREE_FILTER.attempt(), GROUP);

    // Orders.

    private static final Rule AFTER_TERM =
            either(character(',').ahead().attempt(), end().attempt());
    private static final Rule DIRECTION = either(all(DOT, word("asc")).attempt(),
            all(DOT, word("desc")).attempt()).maybe();
    private static final Rule NULLS = either(
            all(either(all(DOT, word("nullsfirst")).attempt(),
                    all(DOT, word("nullslast")).attempt()).maybe(), AFTER_TERM),
            AFTER_TERM);

    static final Rule ORDER = spaced(either(
            all(NAME, character('('), FIELD, character(')'), DIRECTION, NULLS).attempt(),
            all(FIELD, DIRECTION, NULLS))).separatedBy(character(','));

    private Rules() {
    }

    // What refers to itself.

    private static Rule items() {
        return ITEMS;
    }

    private static Rule tree() {
        return TREE;
    }

    private static Rule spaced(Rule rule) {
        return all(SPACE, rule, SPACE);
    }

    private static Rule embedParameter() {
        return all(character('!'), either(word("left").attempt(), word("inner").attempt(),
                NAME.attempt())).maybe();
    }

    private static Rule anyCase(String word) {
        return all(word.chars()
                .mapToObj(c -> either(character((char) c),
                        character(Character.toUpperCase((char) c))))
                .toArray(Rule[]::new)).attempt();
    }

    private static Rule operation(Rule value) {
        Rule quantifier = all(character('('), either(word("any").attempt(), word("all")),
                character(')')).attempt().maybe();
        Rule language = all(character('('), IDENTIFIER, character(')')).attempt().maybe();
        return all(NOT, either(
                all(all(word("in"), DOT).attempt(), LIST),
                all(all(word("is"), DOT).attempt(), TRUTH),
                all(all(word("isdistinct"), DOT).attempt(), value),
                all(words("fts", "plfts", "phfts", "wfts"), language, DOT, value).attempt(),
                all(words("neq", "cs", "cd", "ov", "sl", "sr", "nxr", "nxl", "adj")
                        .called("unknown single value operator"), DOT, value).attempt(),
                all(words("eq", "gte", "gt", "lte", "lt", "like", "ilike", "match", "imatch")
                        .called("unknown single value operator"),
                        quantifier, DOT, value).attempt(),
                all(word("count."), value).attempt())
                .called("operator (eq, gt, ...)"));
    }

    private static Rule words(String... words) {
        Rule[] rules = new Rule[words.length];
        for (int i = 0; i < words.length; i++) {
            rules[i] = word(words[i]).attempt();
        }
        return either(rules);
    }
}
