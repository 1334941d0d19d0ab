package dev.loam.kernel.validation.check;

import dev.loam.kernel.validation.check.Tokens.Token;
import dev.loam.kernel.validation.value.Kind;
import dev.loam.kernel.validation.value.Special;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the text of a check constraint by recursive descent.
///
/// PostgreSQL prints expressions from their tree: parentheses around every operator, constants and
/// implied casts spelled out, and with an empty search path every name qualified that is not its
/// own. So one operator stands between two parentheses, and what is not qualified is PostgreSQL's.
/// Whatever is not known for certain makes the whole check unreadable.
final class CheckParser {
    private static final int DEPTH_MAX = 100;
    private static final Set<String> ENDS = Set.of("", "NOT VALID", "NO INHERIT",
            "NO INHERIT NOT VALID");

    private final List<Token> tokens;
    private final Scope scope;
    private final Operators operators;
    private int at;
    private int depth;

    CheckParser(String definition, Scope scope) {
        this.tokens = Tokens.of(definition);
        this.scope = scope;
        this.operators = new Operators(scope.textsDiffer());
    }

    /// Fails with [Unreadable].
    Expression read() {
        require("CHECK");
        require("(");
        Expression expression = truth(either());
        require(")");
        var end = new ArrayList<String>();
        while (at < tokens.size()) {
            end.add(tokens.get(at++).text());
        }
        if (!ENDS.contains(String.join(" ", end))) {
            throw new Unreadable();
        }
        return expression;
    }

    private Term either() {
        if (++depth > DEPTH_MAX) {
            throw new Unreadable();
        }
        Term first = both();
        first = several("OR", true, first);
        depth--;
        return first;
    }

    private Term both() {
        return several("AND", false, negated());
    }

    private Term several(String word, boolean any, Term first) {
        if (!is(word)) {
            return first;
        }
        var operands = new ArrayList<Expression>();
        operands.add(truth(first));
        while (take(word)) {
            operands.add(truth(any ? both() : negated()));
        }
        return Term.truth(new Expression.Several(any, List.copyOf(operands)));
    }

    private Term negated() {
        return take("NOT") ? Term.truth(new Expression.Not(truth(negated()))) : compared();
    }

    private Term compared() {
        Term left = cast();
        if (take("IS")) {
            return is(left);
        }
        if (at >= tokens.size() || !Operators.known(tokens.get(at))) {
            return left;
        }
        String operator = tokens.get(at++).text();
        if (is("ANY") || is("ALL")) {
            boolean any = tokens.get(at++).text().equals("ANY");
            require("(");
            Term array = either();
            require(")");
            return Term.truth(quantified(left, operator, any, array));
        }
        return operators.apply(operator, left, cast());
    }

    private Expression quantified(Term left, String operator, boolean any, Term array) {
        if (array.elements() == null) {
            throw new Unreadable();
        }
        var each = new ArrayList<Expression>();
        for (Term element : array.elements()) {
            each.add(truth(operators.apply(operator, left, element)));
        }
        return new Expression.Several(any, List.copyOf(each));
    }

    private Term is(Term left) {
        boolean negated = take("NOT");
        if (take("DISTINCT")) {
            require("FROM");
            Expression same = operators.same(left, cast());
            return Term.truth(negated ? same : new Expression.Not(same));
        }
        Object wanted = take("NULL") ? Special.NULL : take("TRUE") ? (Object) true
                : take("FALSE") ? false : null;
        if (wanted == null || wanted instanceof Boolean && left.kind() != Kind.BOOLEAN) {
            throw new Unreadable();
        }
        Expression test = new Expression.Is(left.expression(), wanted);
        return Term.truth(negated ? new Expression.Not(test) : test);
    }

    private Term cast() {
        Term term = primary();
        while (take("::")) {
            term = Casts.to(typeName(), term);
        }
        return term;
    }

    private Term primary() {
        if (at >= tokens.size()) {
            throw new Unreadable();
        }
        Token token = tokens.get(at++);
        return switch (token.kind()) {
            case TEXT -> new Term(null, null, null, token.text(), null);
            case NUMBER -> Casts.number(token.text());
            case QUOTED -> column(token.text());
            case SIGN -> {
                if (!token.text().equals("(")) {
                    throw new Unreadable();
                }
                Term inner = either();
                require(")");
                yield inner;
            }
            case WORD -> word(token.text());
        };
    }

    private Term word(String word) {
        if (is("(")) {
            at++;
            return Functions.apply(word, operands(")"));
        }
        return switch (word) {
            case "true", "false" -> Term.truth(new Expression.Constant(word.equals("true")));
            case "NULL" -> new Term(new Expression.Constant(Special.NULL), null, null, null, null);
            case "ARRAY" -> {
                require("[");
                yield new Term(null, null, null, null, operands("]"));
            }
            default -> column(word);
        };
    }

    private List<Term> operands(String end) {
        var operands = new ArrayList<Term>();
        if (take(end)) {
            return operands;
        }
        do {
            operands.add(either());
        } while (take(","));
        require(end);
        return operands;
    }

    private Term column(String name) {
        Scope.Named found = is("(") || is(".") ? null : scope.named(name);
        if (found == null) {
            throw new Unreadable();
        }
        return Term.of(new Expression.Place(found.place()), found.kind(), found.type());
    }

    /// A type's name as `format_type` writes it, arrays with `[]` behind.
    private String typeName() {
        var name = new StringBuilder();
        boolean named = false;
        while (at < tokens.size()) {
            Token token = tokens.get(at);
            boolean part = token.kind() == Tokens.Kind.WORD && wordOfType(token.text(), named)
                    || token.kind() == Tokens.Kind.QUOTED && (!named || dotted(name));
            if (part) {
                name.append(!named || dotted(name) ? "" : " ").append(
                        token.kind() == Tokens.Kind.QUOTED ? Casts.quoted(token.text())
                                : token.text());
                named = true;
            } else if (token.is("(") || token.is("[")) {
                modifiers(name, token.is("(") ? ")" : "]");
            } else if (token.is(".")) {
                name.append('.');
            } else {
                break;
            }
            at += part || token.is(".") ? 1 : 0;
        }
        return name.toString();
    }

    private static boolean dotted(StringBuilder name) {
        return !name.isEmpty() && name.charAt(name.length() - 1) == '.';
    }

    /// Types of several words have only these behind the first.
    private static boolean wordOfType(String word, boolean named) {
        return switch (word) {
            case "AND", "OR", "IS", "NOT", "COLLATE" -> false;
            case "varying", "precision", "with", "without", "time", "zone" -> true;
            default -> !named || Character.isLowerCase(word.charAt(0));
        };
    }

    private void modifiers(StringBuilder name, String end) {
        while (at < tokens.size() && !tokens.get(at).is(end)) {
            name.append(tokens.get(at++).text());
        }
        require(end);
        name.append(end);
    }

    private boolean is(String text) {
        return at < tokens.size() && tokens.get(at).is(text);
    }

    private boolean take(String text) {
        boolean there = is(text);
        at += there ? 1 : 0;
        return there;
    }

    private void require(String text) {
        if (!take(text)) {
            throw new Unreadable();
        }
    }

    private static Expression truth(Term term) {
        if (term.kind() != Kind.BOOLEAN || term.expression() == null) {
            throw new Unreadable();
        }
        return term.expression();
    }
}
