package dev.loam.modules.auth.notice;

import dev.loam.modules.auth.failure.AuthCode;
import java.util.List;
import java.util.Set;

/// A text with variables, read once and written many times.
///
/// It is a part of Go's template language, in which people have their mails: `{{ .Name }}`,
/// `{{ .Data.a.b }}`, `{{ if .Name }}…{{ else if not .Name }}…{{ else }}…{{ end }}` with `eq` and
/// `ne` against a string, comments, and `{{-`, `-}}` that take the white space beside them.
/// Anything else is refused when the template is read, with its place.
/// Source: Go package text/template.
final class Template {
    private static final int OUTPUT_CHARS_MAX = 1 << 20;

    private final List<Part> parts;
    private final boolean html;

    private Template(List<Part> parts, boolean html) {
        this.parts = parts;
        this.html = html;
    }

    /// A template whose values are put in as they are.
    static Template plain(String name, String source, Set<String> variables) {
        return new Template(new TemplateReader(name, source, variables).read(), false);
    }

    /// A template of HTML: values are text in it, never markup.
    static Template html(String name, String source, Set<String> variables) {
        return new Template(new TemplateReader(name, source, variables).read(), true);
    }

    String write(Variables variables) {
        var out = new StringBuilder();
        write(parts, variables, out);
        return out.toString();
    }

    private void write(List<Part> some, Variables variables, StringBuilder out) {
        for (var part : some) {
            switch (part) {
                case Part.Text(var text) -> out.append(text);
                case Part.Value(var path) -> {
                    var value = variables.text(path);
                    out.append(html ? Html.escaped(value) : value);
                }
                case Part.Choice(var condition, var then, var otherwise) ->
                    write(condition.holds(variables) ? then : otherwise, variables, out);
            }
            if (out.length() > OUTPUT_CHARS_MAX) {
                throw AuthCode.VALIDATION_FAILED.refusal("The mail would be too long");
            }
        }
    }

    /// A piece of a template.
    sealed interface Part {
        record Text(String text) implements Part {
        }

        record Value(List<String> path) implements Part {
        }

        record Choice(Condition condition, List<Part> then, List<Part> otherwise)
                implements Part {
        }
    }

    /// What decides between two branches.
    sealed interface Condition {
        boolean holds(Variables variables);

        record Truth(List<String> path, boolean expected) implements Condition {
            @Override
            public boolean holds(Variables variables) {
                return variables.truth(path) == expected;
            }
        }

        record Equality(List<String> path, String literal, boolean expected)
                implements Condition {
            @Override
            public boolean holds(Variables variables) {
                return variables.text(path).equals(literal) == expected;
            }
        }
    }
}
