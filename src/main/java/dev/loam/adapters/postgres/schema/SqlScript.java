package dev.loam.adapters.postgres.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A file of SQL, cut into statements.
///
/// Understands what psql understands as the end of a statement: semicolons outside of quotes,
/// comments, parentheses and `BEGIN ATOMIC … END` bodies; data after `COPY … FROM STDIN;` up to a
/// line `\.`; and of psql's own commands `\copy … from 'file'`. The two by which pg_dump restricts
/// psql mean nothing here; every other one is refused.
///
/// Pure: reads nothing, runs nothing.
final class SqlScript {
    private static final Pattern FROM_STDIN =
            Pattern.compile("\\bfrom\\s+stdin\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_TRANSACTION =
            Pattern.compile("^\\s*--\\s*loam:\\s*no-transaction\\s*$", Pattern.MULTILINE);

    private final String file;
    private final String text;
    private final List<SqlStatement> statements = new ArrayList<>();

    private SqlScript(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /// Cuts a text; `file` is only the name that failures give.
    static SqlScript parse(String file, String text) {
        SqlScript script = new SqlScript(file, text);
        script.new Cutter().cut();
        return script;
    }

    String file() {
        return file;
    }

    List<SqlStatement> statements() {
        return statements;
    }

    /// The statements as they run inside one transaction of ours: without a `BEGIN` and `COMMIT`
    /// of their own that enclose the whole file, since those mean the same.
    List<SqlStatement> body() {
        boolean enclosed = statements.size() >= 2 && statements.getFirst().opensTransaction()
                && statements.getLast().commits();
        return enclosed ? statements.subList(1, statements.size() - 1) : statements;
    }

    /// False when a statement refuses a transaction, or the file begins and ends its own, or says
    /// `-- loam: no-transaction` before its first statement.
    boolean transactional() {
        boolean asked = !statements.isEmpty()
                && NO_TRANSACTION.matcher(statements.getFirst().comment()).find();
        return !asked && body().stream()
                .noneMatch(s -> s.refusesTransaction() || s.controlsTransaction());
    }

    /// A place in the file as people count: lines and columns from 1.
    record Place(int line, int column, String lineText) {
    }

    Place place(int offset) {
        int at = Math.clamp(offset, 0, text.length());
        int lineStart = text.lastIndexOf('\n', at - 1) + 1;
        int lineEnd = text.indexOf('\n', at);
        int line = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
        String lineText = text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd);
        return new Place(line, 1 + text.codePointCount(lineStart, at), lineText.stripTrailing());
    }

    /// PostgreSQL counts characters of the statement from 1; Java counts UTF-16 units from 0.
    Place place(SqlStatement statement, int position) {
        int characters = Math.clamp(position - 1, 0,
                statement.text().codePointCount(0, statement.text().length()));
        return place(statement.offset() + statement.text().offsetByCodePoints(0, characters));
    }

    /// The state of one pass over the text.
    private final class Cutter {
        private final SqlLexer lexer = new SqlLexer(text);
        private final List<String> words = new ArrayList<>();
        private int commentStart;
        private int start = -1;
        private int lastEnd;
        private int parentheses;
        private int bodyDepth;
        private String lastWord = "";

        void cut() {
            for (SqlLexer.Kind kind = lexer.next(); kind != SqlLexer.Kind.END;
                    kind = lexer.next()) {
                if (kind == SqlLexer.Kind.COMMENT) {
                    continue;
                }
                String token = kind == SqlLexer.Kind.SYMBOL || kind == SqlLexer.Kind.WORD
                        ? lexer.token() : "";
                if (start < 0 && token.equals("\\")) {
                    command();
                } else if (token.equals(";") && parentheses == 0 && bodyDepth == 0) {
                    finish(lexer.start());
                    commentStart = lexer.end();
                } else {
                    take(kind, token);
                }
            }
            finish(lastEnd);
        }

        private void take(SqlLexer.Kind kind, String token) {
            if (start < 0) {
                start = lexer.start();
            }
            lastEnd = lexer.end();
            switch (token) {
                case "(" -> parentheses++;
                case ")" -> parentheses = Math.max(0, parentheses - 1);
                default -> { }
            }
            if (kind == SqlLexer.Kind.WORD && parentheses == 0) {
                word(token.toUpperCase(Locale.ROOT));
            } else {
                lastWord = "";
            }
        }

        private void word(String word) {
            if (words.size() < SqlStatement.WORDS_MAX) {
                words.add(word);
            }
            boolean opens = word.equals("ATOMIC") && lastWord.equals("BEGIN")
                    && words.getFirst().equals("CREATE");
            if (opens || bodyDepth > 0 && word.equals("CASE")) {
                bodyDepth++;
            } else if (bodyDepth > 0 && word.equals("END")) {
                bodyDepth--;
            }
            lastWord = word;
        }

        private void finish(int end) {
            if (start < 0) {
                return;
            }
            String sql = text.substring(start, end).stripTrailing();
            boolean copies = words.indexOf("COPY") == 0 && FROM_STDIN.matcher(sql).find();
            statements.add(new SqlStatement(sql, start, text.substring(commentStart, start),
                    List.copyOf(words), copies ? data() : null));
            reset();
        }

        /// The lines after this one, up to `\.` or the end of the file.
        private String data() {
            int from = Math.min(text.length(), lexer.lineEnd(lexer.end()) + 1);
            int to = from;
            while (to < text.length()) {
                int lineEnd = lexer.lineEnd(to);
                int next = Math.min(text.length(), lineEnd + 1);
                if (text.substring(to, lineEnd).stripTrailing().equals("\\.")) {
                    lexer.jump(next);
                    return text.substring(from, to);
                }
                to = next;
            }
            lexer.jump(text.length());
            return text.substring(from);
        }

        private void command() {
            int from = lexer.start();
            lexer.jump(lexer.lineEnd(from));
            String line = text.substring(from, lexer.end()).strip();
            String name = line.substring(1).split("\\s", 2)[0].toLowerCase(Locale.ROOT);
            switch (name) {
                case "copy" -> statements.add(new SqlStatement(line, from,
                        text.substring(commentStart, from), List.of("COPY"), null));
                case "restrict", "unrestrict" -> { }
                default -> throw new MigrationFailed(file, place(from), "",
                        "The psql command \\" + name + " is not understood here, only \\copy is.");
            }
            reset();
        }

        private void reset() {
            commentStart = lexer.end();
            start = -1;
            parentheses = 0;
            bodyDepth = 0;
            lastWord = "";
            words.clear();
        }
    }
}
