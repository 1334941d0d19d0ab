package dev.loam.kernel.lineage;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds what the body of a function uses where it is kept as text, in SQL or PL/pgSQL.
///
/// The text is not parsed: names in it are looked up. Whatever a body without made-up SQL reads or
/// calls, it names; so every name counts as everything that it may mean: a relation, a function
/// where a bracket follows or where it may stand for a column, a type, in any schema, since the
/// search path of the call is not known. A column that is called like some table makes an answer
/// depend on that table; that costs a little, and nothing is missed. What a body can do without a
/// name is looked for by itself: operators and casts of the database's own, the clock behind
/// `CURRENT_DATE` or behind texts like `now`, `EXECUTE`.
final class BodyUses {
    private static final Set<String> CLOCK = Set.of("current_date", "current_time",
            "current_timestamp", "localtime", "localtimestamp");
    private static final Set<String> SYSTEM_COLUMNS =
            Set.of("ctid", "xmin", "xmax", "cmin", "cmax");
    private static final Pattern PRESENT =
            Pattern.compile("(?i)(?<![a-z])(now|today|tomorrow|yesterday)(?![a-z])");
    /// Called without being written: by IN, BETWEEN, LIKE, DISTINCT, ORDER BY and others.
    private static final Set<String> SILENT_OPERATORS =
            Set.of("=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "~~*", "!~~*", "~", "+", "-");

    private final Vocabulary vocabulary;
    private final List<BodyToken> tokens;
    private final boolean procedural;
    private final ClaimsText claims;
    private final Uses.Notes notes = new Uses.Notes();

    private BodyUses(Vocabulary vocabulary, List<BodyToken> tokens, boolean procedural) {
        this.vocabulary = vocabulary;
        this.tokens = tokens;
        this.procedural = procedural;
        this.claims = new ClaimsText(tokens, procedural);
    }

    /// `procedural` is true of PL/pgSQL; `result` is the type of the result.
    static Uses of(Vocabulary vocabulary, String body, boolean procedural, long result) {
        try {
            var uses = new BodyUses(vocabulary, BodyToken.of(body), procedural);
            uses.all(result);
            return uses.notes.uses();
        } catch (IllegalArgumentException e) {
            var notes = new Uses.Notes();
            notes.obstacle("has a body that is not understood (" + e.getMessage() + ")");
            return notes.uses();
        }
    }

    private void all(long result) {
        boolean makesDate = procedural && vocabulary.types().isDate(result);
        boolean declares = false;
        for (int i = 0; i < tokens.size(); i++) {
            BodyToken token = tokens.get(i);
            declares = procedural && token.isWord("declare")
                    || declares && !token.isWord("begin");
            switch (token.kind()) {
                case WORD, QUOTED_NAME -> {
                    name(i);
                    type(i, declares);
                    if (makesDate && token.isWord("return")) {
                        notes.obstacle("may make a date of a text, which may be the word now");
                    }
                }
                case STRING -> {
                    if (PRESENT.matcher(token.text()).find()) {
                        notes.obstacle("has a text with a word for the present time: '"
                                + token.text() + "'");
                    }
                }
                case NUMBER, OPERATOR, OTHER -> {
                }
            }
        }
        operators();
        casts(result);
    }

    private void casts(long result) {
        for (Operators.Cast cast : vocabulary.operators().casts()) {
            // PL/pgSQL has every cast, wherever a value goes into a variable or is returned.
            boolean happens = cast.type() == 0
                    || tokens.stream().anyMatch(token -> token.isName()
                            && token.text().equals(cast.typeName()))
                    || procedural && (cast.type() == result
                            || tokens.stream().anyMatch(token -> token.is("%")));
            if (happens) {
                notes.call(cast.function(), Uses.Look.WHOLE);
            }
        }
    }

    private void operators() {
        for (Map.Entry<String, Set<Long>> operator
                : vocabulary.operators().byName().entrySet()) {
            String name = operator.getKey();
            if (SILENT_OPERATORS.contains(name) || tokens.stream().anyMatch(token ->
                    token.kind() == BodyToken.Kind.OPERATOR && token.text().contains(name))) {
                operator.getValue().forEach(id -> notes.call(id, Uses.Look.WHOLE));
            }
        }
    }

    private void name(int i) {
        BodyToken token = tokens.get(i);
        String name = token.text();
        boolean word = token.kind() == BodyToken.Kind.WORD;
        if (word && CLOCK.contains(name)) {
            notes.obstacle("uses " + name.toUpperCase(Locale.ROOT)
                    + ", which changes by itself");
        } else if (word && name.equals("execute")) {
            notes.obstacle("runs SQL that it makes itself, so that what it reads cannot be known");
        } else if (name.startsWith("pg_temp")) {
            notes.obstacle("may read a temporary table");
        } else if (word && name.equals("tablesample")) {
            notes.obstacle("takes a random sample of a table");
        } else if (SYSTEM_COLUMNS.contains(name)) {
            notes.obstacle("uses " + name + ", which may change with no change of the row");
        }
        relations(i, name);
        functions(i, name);
    }

    private void relations(int i, String name) {
        String schema = claims.qualifier(i);
        boolean qualified = schema != null && vocabulary.isSchema(schema);
        for (ReadRelation relation : vocabulary.relations(name)) {
            boolean meant = qualified ? relation.name().schema().equals(schema)
                    // Nobody has it in the search path unless the name of the schema is there.
                    : !relation.name().schema().equals("information_schema");
            if (meant) {
                notes.relation(relation.id());
            }
        }
    }

    private void functions(int i, String name) {
        boolean called = claims.is(i + 1, "(");
        String schema = claims.qualifier(i);
        boolean qualified = called && schema != null && vocabulary.isSchema(schema);
        if (called && (!qualified || schema.equals("pg_catalog"))) {
            builtin(i, name);
        }
        if (!called && schema != null && name.startsWith("pg_")) {
            // Some can be written like a column of a row.
            builtin(i, name);
        }
        Uses.Look look = null;
        for (Vocabulary.Named function : vocabulary.functions(name)) {
            if (called ? !qualified || function.schema().equals(schema) : function.asColumn()) {
                look = look == null ? claims.look(i) : look;
                notes.call(function.id(), look);
            }
        }
    }

    private void builtin(int i, String name) {
        if (name.equals("current_setting")) {
            String setting = claims.onlyText(i + 2);
            if (setting == null) {
                notes.anySetting();
            } else {
                notes.setting(setting.toLowerCase(Locale.ROOT), claims.look(i));
            }
        } else if (vocabulary.builtins().obstacle(name) != null) {
            notes.obstacle(vocabulary.builtins().obstacle(name));
        }
    }

    private void type(int i, boolean declared) {
        String name = tokens.get(i).text();
        vocabulary.types().named(name).forEach(notes::check);
        if (!vocabulary.types().datesIn(name)) {
            return;
        }
        boolean cast = claims.is(i - 1, "::")
                && !(i > 1 && tokens.get(i - 2).kind() == BodyToken.Kind.STRING)
                || i > 0 && tokens.get(i - 1).isWord("as") && claims.closesCast(i);
        boolean called = claims.is(i + 1, "(")
                && !(i + 2 < tokens.size()
                        && tokens.get(i + 2).kind() == BodyToken.Kind.NUMBER);
        // Even a constant one has its zone's offset of today.
        if (cast || called || declared || name.equals("timetz")) {
            notes.obstacle("may make a date of a text, which may be the word now");
        }
    }
}
