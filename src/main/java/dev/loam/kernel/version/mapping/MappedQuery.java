package dev.loam.kernel.version.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The parameters of a request, from a version's names to those of today. A parameter that cannot
/// be read stays as it is: who answers the request has the words for what is wrong with it.
final class MappedQuery {
    private static final Set<String> RESERVED = Set.of("order", "limit", "offset", "and", "or");
    private static final int DEPTH_MAX = 30;

    private final Selection selection;
    private final Names arguments;
    private final Map<String, byte[]> defaults;

    private MappedQuery(Selection selection, Names arguments, Map<String, byte[]> defaults) {
        this.selection = selection;
        this.arguments = arguments;
        this.defaults = defaults;
    }

    /// The query in today's names, null for none, and what is selected.
    record Mapped(String query, Selection selection) {
    }

    /// What a query is asked of: rows, and where it names the arguments of a call, those (else
    /// null). `defaults` are those of the rows that the request brings.
    record Asked(Names rows, Names arguments, Map<String, byte[]> defaults) {
    }

    static Mapped of(Mapping mapping, Asked asked, String query) {
        List<RawParameter> given = RawParameter.all(query);
        String select = given.stream().filter(one -> "select".equals(one.name())).findFirst()
                .map(RawParameter::value).orElse(null);
        Selection selection;
        try {
            selection = Selection.of(mapping, asked.rows(), select);
        } catch (Text.Odd _) {
            return new Mapped(query, Selection.of(mapping, asked.rows(), null));
        }
        var reader = new MappedQuery(selection, asked.arguments(), asked.defaults());
        List<RawParameter> mapped = new ArrayList<>();
        for (RawParameter one : given) {
            RawParameter now = one.name() == null ? one : reader.mapped(one);
            if (now != null) {
                mapped.add(now);
            }
        }
        reader.addDefaults(mapped);
        return new Mapped(mapped.isEmpty() ? null : mapped.stream().map(RawParameter::raw)
                .collect(Collectors.joining("&")), selection);
    }

    /// Arguments of a call that is a GET.
    private void addDefaults(List<RawParameter> mapped) {
        if (arguments == null) {
            return;
        }
        arguments.defaults().forEach((name, json) -> {
            if (mapped.stream().noneMatch(one -> name.equals(one.name())) && json[0] != 'n') {
                mapped.add(RawParameter.of(name, json[0] == '"'
                        ? JsonText.string(json, 0, json.length) : new String(json)));
            }
        });
    }

    /// Null for one that has nobody to go to any more.
    private RawParameter mapped(RawParameter given) {
        try {
            return switch (given.name()) {
                case "select" -> changed(given, given.name(), given.value().isEmpty()
                        ? "" : selection.toString());
                case "columns" -> columns(given, defaults.keySet());
                case "on_conflict" -> columns(given, Set.of());
                case "cursor" -> given.value().startsWith("~") ? given : dotted(given);
                default -> dotted(given);
            };
        } catch (Text.Odd _) {
            return given;
        }
    }

    private static RawParameter changed(RawParameter given, String name, String value) {
        return name.equals(given.name()) && value.equals(given.value()) ? given
                : RawParameter.of(name, value);
    }

    private RawParameter columns(RawParameter given, Set<String> more) {
        var text = new Text(given.value());
        Set<String> columns = new LinkedHashSet<>();
        do {
            columns.addAll(selection.names().columns(text.name()));
        } while (text.accept(","));
        columns.addAll(more);
        return columns.isEmpty() ? null : changed(given, given.name(),
                columns.stream().map(Text::written).collect(Collectors.joining(",")));
    }

    private RawParameter dotted(RawParameter given) {
        String name = given.name();
        if (arguments != null && argument(name)) {
            return argument(given);
        }
        int dot = name.lastIndexOf('.');
        String word = name.substring(dot + 1);
        if (!RESERVED.contains(word)) {
            return filter(given);
        }
        boolean negated = dot >= 0 && (word.equals("and") || word.equals("or"))
                && (name.startsWith(".not", dot - 4) || dot == 3 && name.startsWith("not"));
        int end = negated ? dot - 4 : dot;
        var path = new StringBuilder();
        Selection at = end < 0 ? selection : along(name.substring(0, end), path);
        if (at == null) {
            return given;
        }
        var value = new StringBuilder();
        switch (word) {
            case "order" -> order(new Text(given.value()), at, value);
            case "and", "or" -> group(new Text(given.value()), at, value, 0);
            default -> value.append(given.value());
        }
        return changed(given, path + (negated ? "not." : "") + word, value.toString());
    }

    private boolean argument(String name) {
        return arguments.places().containsKey(name) || arguments.gone().containsKey(name)
                || arguments.hidden().contains(name);
    }

    private RawParameter argument(RawParameter given) {
        if (arguments.gone().containsKey(given.name())) {
            return null;
        }
        return changed(given, arguments.field(
                new FieldText(given.name(), List.of()), true).column(), given.value());
    }

    /// The related rows at the end of a path, which is written with its dots; null for none.
    private Selection along(String path, StringBuilder written) {
        var text = new Text(path);
        Selection at = selection;
        do {
            String name = text.name();
            written.append(Text.written(at.output(name))).append('.');
            at = at.related(name);
        } while (at != null && text.accept("."));
        return at != null && text.atEnd() ? at : null;
    }

    private RawParameter filter(RawParameter given) {
        var text = new Text(given.name());
        var written = new StringBuilder();
        Selection at = selection;
        while (true) {
            FieldText field = FieldText.read(text);
            if (text.atEnd()) {
                return changed(given, written + field(field, at).toString(), given.value());
            }
            Selection next = field.path().isEmpty() ? at.related(field.column()) : null;
            if (next == null || !text.accept(".")) {
                return given;
            }
            written.append(Text.written(at.output(field.column()))).append('.');
            at = next;
        }
    }

    /// Of a filter: a column, or related rows that have to be there.
    private static FieldText field(FieldText field, Selection at) {
        return field.path().isEmpty() && at.related(field.column()) != null
                ? new FieldText(at.output(field.column()), List.of())
                : at.names().field(field, true);
    }

    private static void order(Text text, Selection at, StringBuilder out) {
        do {
            FieldText field = FieldText.read(text);
            if (text.accept("(")) {
                Selection related = at.related(field.column());
                if (related == null) {
                    throw new Text.Odd();
                }
                FieldText inner = related.names().field(FieldText.read(text), false);
                text.expect(")");
                out.append(Text.written(at.output(field.column())))
                        .append('(').append(inner).append(')');
            } else {
                out.append(at.names().field(field, false));
            }
            out.append(text.rest());
            if (!text.atEnd()) {
                out.append(',');
            }
        } while (text.accept(","));
    }

    private static void group(Text text, Selection at, StringBuilder out, int depth) {
        text.skipSpace();
        text.expect("(");
        if (depth > DEPTH_MAX) {
            throw new Text.Odd();
        }
        out.append('(');
        do {
            if (out.charAt(out.length() - 1) != '(') {
                out.append(',');
            }
            node(text, at, out, depth);
            text.skipSpace();
        } while (text.accept(","));
        text.expect(")");
        out.append(')');
    }

    private static void node(Text text, Selection at, StringBuilder out, int depth) {
        text.skipSpace();
        for (String operator : new String[] {"and", "or", "not.and", "not.or"}) {
            if (text.looksAt(operator + "(")) {
                text.accept(operator);
                out.append(operator);
                group(text, at, out, depth + 1);
                return;
            }
        }
        FieldText field = FieldText.read(text);
        if (text.peek() != '.') {
            throw new Text.Odd();
        }
        out.append(field(field, at)).append(text.rest());
    }
}
