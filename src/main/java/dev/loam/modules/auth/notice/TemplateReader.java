package dev.loam.modules.auth.notice;

import dev.loam.modules.auth.notice.Template.Condition;
import dev.loam.modules.auth.notice.Template.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a template into its parts, or refuses it with its name and the place.
final class TemplateReader {
    private static final int SOURCE_CHARS_MAX = 256 << 10;
    private static final int DEPTH_MAX = 20;

    private static final Pattern VALUE = Pattern.compile("\\.(\\w+(?:\\.\\w+)*)");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*\\*/", Pattern.DOTALL);
    private static final Pattern CONDITION = Pattern.compile(
            "(?:(not)\\s+)?\\.(\\w+(?:\\.\\w+)*)"
                    + "|(eq|ne)\\s+\\.(\\w+(?:\\.\\w+)*)\\s+\"([^\"\\\\]*)\"");

    private final String name;
    private final String source;
    private final Set<String> variables;
    private int position;
    /// Where the last action began, for what is said about it.
    private int actionAt;
    /// Whether the action before asked for the white space after it to go.
    private boolean trimmed;

    TemplateReader(String name, String source, Set<String> variables) {
        this.name = name;
        this.source = source;
        this.variables = variables;
    }

    List<Part> read() {
        if (source.length() > SOURCE_CHARS_MAX) {
            throw new IllegalArgumentException("template " + name + " is longer than "
                    + SOURCE_CHARS_MAX + " characters");
        }
        var parts = new ArrayList<Part>();
        var end = branch(parts, 0);
        if (end != null) {
            throw refused("{{ " + end + " }} without {{ if }}");
        }
        return parts;
    }

    /// Reads up to the action that ends the branch (`end`, `else`, `else if …`), null at the end of
    /// the template.
    private String branch(List<Part> parts, int depth) {
        for (var action = next(parts); action != null; action = next(parts)) {
            if (action.equals("end") || action.matches("else(\\s.*)?")) {
                return action;
            }
            if (action.startsWith("if ")) {
                parts.add(choice(action.substring(3).strip(), depth));
            } else if (!COMMENT.matcher(action).matches()) {
                var value = VALUE.matcher(action);
                if (!value.matches()) {
                    throw refused("{{ " + action + " }} is not understood");
                }
                parts.add(new Part.Value(path(value.group(1))));
            }
        }
        return null;
    }

    private Part choice(String text, int depth) {
        if (depth == DEPTH_MAX) {
            throw refused("more than " + DEPTH_MAX + " conditions in each other");
        }
        var begin = actionAt;
        var condition = condition(text);
        var then = new ArrayList<Part>();
        var otherwise = new ArrayList<Part>();
        var end = branch(then, depth + 1);
        if (end != null && end.matches("else\\s+if\\s.*")) {
            otherwise.add(choice(end.replaceFirst("else\\s+if\\s", "").strip(), depth + 1));
            return new Part.Choice(condition, then, otherwise);
        }
        if ("else".equals(end)) {
            end = branch(otherwise, depth + 1);
        }
        if (!"end".equals(end)) {
            actionAt = end == null ? begin : actionAt;
            throw refused(end == null ? "{{ if }} without {{ end }}"
                    : "{{ " + end + " }} does not fit here");
        }
        return new Part.Choice(condition, then, otherwise);
    }

    private Condition condition(String text) {
        Matcher found = CONDITION.matcher(text);
        if (!found.matches()) {
            throw refused("the condition " + text + " is not understood");
        }
        return found.group(2) != null
                ? new Condition.Truth(path(found.group(2)), found.group(1) == null)
                : new Condition.Equality(path(found.group(4)), found.group(5),
                        found.group(3).equals("eq"));
    }

    private List<String> path(String dotted) {
        var path = List.of(dotted.split("\\."));
        var known = variables.contains(path.getFirst())
                && (path.size() == 1 || path.getFirst().equals("Data"));
        if (!known) {
            throw refused("there is no variable ." + dotted);
        }
        return path;
    }

    /// The next action without its braces, null for none; the text before it is added to the
    /// parts.
    private String next(List<Part> parts) {
        int begin = source.indexOf("{{", position);
        var text = source.substring(position, begin < 0 ? source.length() : begin);
        if (trimmed) {
            text = text.stripLeading();
        }
        trimmed = false;
        if (begin >= 0 && source.startsWith("{{- ", begin)) {
            text = text.stripTrailing();
        }
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
        if (begin < 0) {
            position = source.length();
            return null;
        }
        actionAt = begin;
        int end = source.indexOf("}}", begin);
        if (end < 0) {
            throw refused("{{ without }}");
        }
        position = end + 2;
        return bare(source.substring(begin + 2, end));
    }

    private String bare(String action) {
        var bare = action;
        if (bare.startsWith("- ")) {
            bare = bare.substring(1);
        }
        if (bare.endsWith(" -")) {
            bare = bare.substring(0, bare.length() - 1);
            trimmed = true;
        }
        return bare.strip();
    }

    private IllegalArgumentException refused(String why) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < actionAt; i++) {
            column = source.charAt(i) == '\n' ? 1 : column + 1;
            line += source.charAt(i) == '\n' ? 1 : 0;
        }
        return new IllegalArgumentException("template " + name + ", line " + line + ", column "
                + column + ": " + why);
    }
}
