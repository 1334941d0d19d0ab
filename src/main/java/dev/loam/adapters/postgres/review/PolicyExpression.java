package dev.loam.adapters.postgres.review;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A condition of a policy, in the words in which PostgreSQL writes it back.
///
/// It is read as text, not understood: it knows who is asking when it sees `auth.uid()` and its
/// like or a `current_setting(…)`.
final class PolicyExpression {
    private static final Pattern ASKED = Pattern.compile("auth\\.\\w+\\(\\)|current_setting\\(");
    private static final Pattern TOKEN = Pattern.compile(
            "'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|DISTINCT FROM|" + ASKED + "|\\w+|\\S");

    /// What stands for who is asking, once the ways to write it are the same.
    private static final String WHO = "§";
    private static final Pattern CAST = Pattern.compile("::(?:character varying|double precision"
            + "|bit varying|time(?:stamp)? with(?:out)? time zone|[\\w.\"]+)(?:\\([\\d,]+\\))?"
            + "(?:\\[])*");
    private static final Pattern PICKED = Pattern.compile("§ (?:->>?|#>>?) ''");
    private static final Pattern SELECTED = Pattern.compile("\\( ?SELECT §(?: AS [\\w\"]+)?\\)");
    private static final Pattern CALLED = Pattern.compile("[\\w.]*\\(§(?:, '')*\\)");
    private static final Pattern ALONE = Pattern.compile("(?<![\\w\"])\\(([\\w.\"]+)\\)");
    private static final String COLUMN = "((?:[\\w]+|\"[^\"]+\")(?:\\.(?:[\\w]+|\"[^\"]+\"))*)";
    private static final Pattern COMPARED = Pattern.compile(
            COLUMN + " = (?:ANY )?§|§ = " + COLUMN);

    private final String text;
    private final List<Call> perRow = new ArrayList<>();

    /// One of the calls that [#ASKED] finds.
    private record Call(int start, int end) {
    }

    /// Parentheses that are open where the reader is, and what is in them: also `extract` and the
    /// like have a `from`.
    private static final class Frame {
        private final int start;
        private boolean selects;
        private boolean from;

        private Frame(int start) {
            this.start = start;
        }
    }

    PolicyExpression(String text) {
        this.text = text;
        read();
    }

    /// Whether who is asking is asked anew for each row: PostgreSQL asks once where the question
    /// stands in a sub-select of its own.
    boolean asksPerRow() {
        return !perRow.isEmpty();
    }

    /// The same condition, asking once.
    String askingOnce() {
        var rewritten = new StringBuilder();
        int at = 0;
        for (Call call : perRow) {
            if (call.start < at) {
                // It stands in another one's arguments.
                continue;
            }
            rewritten.append(text, at, call.start).append("(select ")
                    .append(text, call.start, call.end).append(')');
            at = call.end;
        }
        return rewritten.append(text, at, text.length()).toString();
    }

    private void read() {
        record Asked(Call call, Frame select) {
        }
        var asked = new ArrayList<Asked>();
        Deque<Frame> open = new ArrayDeque<>();
        Frame setting = null;
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String word = token.group();
            switch (word.toUpperCase(Locale.ROOT)) {
                case "(" -> open.push(new Frame(token.start()));
                case ")" -> {
                    if (open.pop() == setting) {
                        asked.add(new Asked(new Call(setting.start, token.end()), select(open)));
                        setting = null;
                    }
                }
                case "SELECT" -> open.peek().selects = true;
                case "FROM" -> open.peek().from = true;
                case "CURRENT_SETTING(" -> {
                    setting = new Frame(token.start());
                    open.push(setting);
                }
                default -> {
                    if (ASKED.matcher(word).matches()) {
                        asked.add(new Asked(
                                new Call(token.start(), token.end()), select(open)));
                    }
                }
            }
        }
        asked.stream().filter(one -> one.select == null || one.select.from)
                .map(Asked::call).sorted(Comparator.comparingInt(Call::start))
                .forEach(perRow::add);
    }

    private static Frame select(Deque<Frame> open) {
        return open.stream().filter(frame -> frame.selects).findFirst().orElse(null);
    }

    /// The columns of this table, as SQL writes their names, that must equal something of who is
    /// asking. Columns of tables in sub-selects are left out.
    Set<String> compared(String table) {
        var columns = new LinkedHashSet<String>();
        Matcher comparison = COMPARED.matcher(plain());
        while (comparison.find()) {
            String name = comparison.group(comparison.group(1) != null ? 1 : 2);
            if (name.startsWith(table + ".")) {
                columns.add(name.substring(table.length() + 1));
            } else if (name.indexOf('.') < 0) {
                columns.add(name);
            }
        }
        return columns;
    }

    private String plain() {
        String plain = text.replaceAll("'(?:[^']|'')*'", "''");
        plain = CAST.matcher(plain).replaceAll("");
        plain = plain.replaceAll("auth\\.\\w+\\(\\)|current_setting\\([^()]*\\)", WHO);
        for (String before = ""; !before.equals(plain); ) {
            before = plain;
            for (Pattern same : List.of(PICKED, SELECTED, CALLED)) {
                plain = same.matcher(plain).replaceAll(WHO);
            }
            plain = ALONE.matcher(plain).replaceAll("$1");
        }
        return plain;
    }
}
