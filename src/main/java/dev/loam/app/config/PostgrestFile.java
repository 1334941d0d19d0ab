package dev.loam.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads PostgREST's configuration syntax: one `key = value` a line, `#` for comments; a value is a
/// text in double quotes, a number, a truth (`true`, `false`, `on`, `off`) or a list of those in
/// brackets. In a text `$(NAME)` stands for an environment variable and `$$` for a dollar.
/// Source: PostgREST documentation, "Config File"; the file format of configurator-pg.
final class PostgrestFile {
    private static final Pattern LINE =
            Pattern.compile("\\s*([A-Za-z][A-Za-z0-9_.-]*)\\s*=\\s*(.*)", Pattern.DOTALL);
    private static final Pattern BARE = Pattern.compile("[^\\s#,\\]\"]+");

    private final String file;
    private final Map<String, String> environment;
    private final List<String> problems;

    private PostgrestFile(String file, Map<String, String> environment, List<String> problems) {
        this.file = file;
        this.environment = environment;
        this.problems = problems;
    }

    /// The values of a file, as texts; a line that cannot be read is noted with its number.
    static List<Given> read(
            String file, String text, Map<String, String> environment, List<String> problems) {
        return new PostgrestFile(file, environment, problems).read(text);
    }

    private List<Given> read(String text) {
        List<Given> given = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            String where = file + " line " + number;
            try {
                given.add(readLine(line, where));
            } catch (IllegalArgumentException wrong) {
                problems.add(where + ": " + wrong.getMessage());
            }
        }
        return given;
    }

    private Given readLine(String line, String where) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("wanted key = value");
        }
        Reader reader = new Reader(parts.group(2));
        String value = reader.value();
        reader.end();
        return new Given(parts.group(1), file, where, value, false);
    }

    /// Walks through the right side of one line.
    private final class Reader {
        private final String text;
        private int at;

        private Reader(String text) {
            this.text = text;
        }

        private String value() {
            if (at >= text.length()) {
                throw new IllegalArgumentException("the value is missing");
            }
            return switch (text.charAt(at)) {
                case '"' -> quoted();
                case '[' -> list();
                default -> bare();
            };
        }

        private void end() {
            skipBlanks();
            if (at < text.length() && text.charAt(at) != '#') {
                throw new IllegalArgumentException(
                        "nothing is expected after the value, found " + text.substring(at));
            }
        }

        private String bare() {
            Matcher word = BARE.matcher(text).region(at, text.length());
            if (!word.lookingAt()) {
                throw new IllegalArgumentException("the value is missing");
            }
            at = word.end();
            String value = word.group();
            if (!value.matches("-?[0-9.]+([eE][0-9]+)?|true|false|on|off")) {
                throw new IllegalArgumentException("a text stands in double quotes: " + value);
            }
            return value;
        }

        private String list() {
            List<String> values = new ArrayList<>();
            at++;
            skipBlanks();
            while (at < text.length() && text.charAt(at) != ']') {
                values.add(value());
                skipBlanks();
                if (at < text.length() && text.charAt(at) == ',') {
                    at++;
                    skipBlanks();
                }
            }
            if (at >= text.length()) {
                throw new IllegalArgumentException("the list is not closed");
            }
            at++;
            return String.join(",", values);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length()) {
                char letter = text.charAt(at++);
                switch (letter) {
                    case '"' -> {
                        return value.toString();
                    }
                    case '\\' -> value.append(escaped());
                    case '$' -> value.append(dollar());
                    default -> value.append(letter);
                }
            }
            throw new IllegalArgumentException("the text is not closed");
        }

        private char escaped() {
            if (at >= text.length()) {
                throw new IllegalArgumentException("the text is not closed");
            }
            char letter = text.charAt(at++);
            return switch (letter) {
                case '"', '\\' -> letter;
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> unicode();
                default -> throw new IllegalArgumentException("unknown escape \\" + letter);
            };
        }

        private char unicode() {
            String digits = text.substring(at, Math.min(text.length(), at + 4));
            if (!digits.matches("[0-9a-fA-F]{4}")) {
                throw new IllegalArgumentException("\\u needs four hexadecimal digits");
            }
            at += 4;
            return (char) Integer.parseInt(digits, 16);
        }

        private String dollar() {
            if (text.startsWith("$", at)) {
                at++;
                return "$";
            }
            int close = text.indexOf(')', at);
            if (!text.startsWith("(", at) || close < 0) {
                throw new IllegalArgumentException("a dollar is written $$");
            }
            String name = text.substring(at + 1, close);
            at = close + 1;
            String value = environment.get(name);
            if (value == null) {
                throw new IllegalArgumentException("the variable " + name + " is not set");
            }
            return value;
        }

        private void skipBlanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }
}
