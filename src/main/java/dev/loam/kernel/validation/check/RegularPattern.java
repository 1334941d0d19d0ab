package dev.loam.kernel.validation.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.loam.kernel.validation.value.Special;

/// A regular expression of PostgreSQL, as far as it means the same to RE2, which takes time in
/// proportion to the text whatever the expression.
///
/// What depends on a locale is the same everywhere for texts of ASCII; others are left to
/// PostgreSQL. Source: PostgreSQL manual, "POSIX Regular Expressions"; RE2, "Syntax".
record RegularPattern(Pattern pattern) implements TextPattern {
    private static final String CLASSES = "dwsDWS";

    static RegularPattern of(String regular, boolean anyCase) {
        if (!TextPattern.ascii(regular)) {
            throw new Unreadable();
        }
        try {
            // A point matches line breaks too.
            return new RegularPattern(Pattern.compile(new Translation(regular).whole(),
                    Pattern.DOTALL | (anyCase ? Pattern.CASE_INSENSITIVE : 0)));
        } catch (PatternSyntaxException _) {
            throw new Unreadable();
        }
    }

    @Override
    public Object matches(String text) {
        return TextPattern.ascii(text) ? (Object) pattern.matcher(text).find() : Special.UNSURE;
    }

    private static final class Translation {
        private final String from;
        private final StringBuilder to = new StringBuilder();
        private int at;

        Translation(String from) {
            // A director says which kind of expression follows.
            if (from.startsWith("***") || from.startsWith("(?")) {
                throw new Unreadable();
            }
            this.from = from;
        }

        String whole() {
            while (at < from.length()) {
                char c = from.charAt(at++);
                switch (c) {
                    case '\\' -> escaped(false);
                    case '[' -> bracket();
                    case '^' -> to.append("\\A");
                    case '$' -> to.append("\\z");
                    case '{' -> bound();
                    case '(' -> group();
                    case '*', '+', '?' -> {
                        to.append(c);
                        greedy();
                    }
                    case '.', '|', ')' -> to.append(c);
                    default -> literal(c);
                }
            }
            return to.toString();
        }

        private void literal(char c) {
            to.append(Character.isLetterOrDigit(c) ? "" : "\\").append(c);
        }

        /// Quantifiers that take as little as they can, or follow another, are left alone.
        private void greedy() {
            if (at < from.length() && "?*+{".indexOf(from.charAt(at)) >= 0) {
                throw new Unreadable();
            }
        }

        private void group() {
            to.append('(');
            if (at < from.length() && from.charAt(at) == '?') {
                if (!from.startsWith("?:", at)) {
                    throw new Unreadable();
                }
                to.append("?:");
                at += 2;
            }
        }

        private void bound() {
            int end = from.indexOf('}', at);
            String inner = end < 0 ? "" : from.substring(at, end);
            if (!inner.matches("\\d{1,3}(,\\d{0,3})?")) {
                throw new Unreadable();
            }
            to.append('{').append(inner).append('}');
            at = end + 1;
            greedy();
        }

        private void escaped(boolean inBracket) {
            if (at == from.length()) {
                throw new Unreadable();
            }
            char c = from.charAt(at++);
            boolean large = Character.isUpperCase(c);
            if (CLASSES.indexOf(c) >= 0 && !(inBracket && large)) {
                // Vertical tabs are blanks to PostgreSQL.
                to.append(c == 's' ? inBracket ? "\\t-\\r " : "[\\t-\\r ]"
                        : c == 'S' ? "[^\\t-\\r ]" : "\\" + c);
            } else if (c == 't' || c == 'n' || c == 'r' || c == 'f') {
                to.append('\\').append(c);
            } else if (Character.isLetterOrDigit(c)) {
                throw new Unreadable();
            } else {
                to.append('\\').append(c);
            }
        }

        private void bracket() {
            to.append('[');
            if (at < from.length() && from.charAt(at) == '^') {
                to.append('^');
                at++;
            }
            for (boolean first = true; ; first = false) {
                if (at >= from.length()) {
                    throw new Unreadable();
                }
                char c = from.charAt(at++);
                if (c == ']' && !first) {
                    to.append(']');
                    return;
                }
                switch (c) {
                    case '\\' -> escaped(true);
                    case '[' -> named();
                    case '-' -> range(first);
                    default -> literal(c);
                }
            }
        }

        /// A hyphen stands for itself at either end, for a range between two plain characters.
        private void range(boolean first) {
            boolean last = at < from.length() && from.charAt(at) == ']';
            if (first || last) {
                to.append("\\-");
                return;
            }
            boolean plain = at >= 2 && Character.isLetterOrDigit(from.charAt(at - 2))
                    && (at < 3 || from.charAt(at - 3) != '\\')
                    && at < from.length() && Character.isLetterOrDigit(from.charAt(at));
            if (!plain || from.charAt(at - 2) > from.charAt(at)) {
                throw new Unreadable();
            }
            to.append('-').append(from.charAt(at++));
        }

        /// A class such as `[:alpha:]`.
        private void named() {
            int end = from.indexOf(":]", at);
            String name = at < from.length() && from.charAt(at) == ':' && end > at
                    ? from.substring(at + 1, end) : "";
            switch (name) {
                case "alpha", "digit", "alnum", "upper", "lower", "xdigit" ->
                        to.append("[:").append(name).append(":]");
                default -> throw new Unreadable();
            }
            at = end + 2;
        }
    }
}
