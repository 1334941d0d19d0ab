package dev.loam.adapters.postgres.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Finds what scripts need of the platform and the database lacks: extensions, and things in the
/// schemas that a Supabase project takes for granted. It reads words, it does not understand SQL:
/// what a script creates itself counts as there, and strings are not looked into.
final class MissingScan {
    private static final Set<String> PLATFORM = Set.of("auth", "storage", "realtime", "vault",
            "net", "cron", "graphql", "graphql_public", "pgmq", "pgsodium", "supabase_functions");

    private final Connection connection;
    private final Set<String> made = new HashSet<>();
    private final Map<String, Missing> found = new LinkedHashMap<>();

    MissingScan(Connection connection) {
        this.connection = connection;
    }

    /// In order of appearance, each thing once.
    List<Missing> scan(List<SqlScript> scripts) throws SQLException {
        for (SqlScript script : scripts) {
            for (SqlStatement statement : script.statements()) {
                statement(script, statement);
            }
        }
        return List.copyOf(found.values());
    }

    private void statement(SqlScript script, SqlStatement statement) throws SQLException {
        boolean later = statement.starts("CREATE") && (statement.words().contains("FUNCTION")
                || statement.words().contains("PROCEDURE"))
                && statement.words().contains("PLPGSQL");
        List<Word> words = words(statement.text(), statement.offset(), !later);
        if (statement.starts("CREATE", "EXTENSION")) {
            extension(script, words);
            return;
        }
        if (statement.starts("DROP") && statement.words().contains("EXISTS")) {
            return;
        }
        boolean creates = statement.starts("CREATE") || statement.starts("ALTER");
        for (int i = 0; i + 2 < words.size(); i++) {
            String schema = words.get(i).text();
            boolean afterDot = i > 0 && words.get(i - 1).text().equals(".");
            if (!PLATFORM.contains(schema) || !words.get(i + 1).text().equals(".") || afterDot) {
                continue;
            }
            if (isAlias(schema, words)) {
                continue;
            }
            Word thing = words.get(i + 2);
            String name = schema + "." + thing.text();
            boolean isCreated = creates && i <= 6 && createsRelation(words.subList(0, i));
            if (isCreated) {
                made.add(name);
            } else if (!made.contains(name) && !found.containsKey(name) && !exists(schema,
                    thing.text())) {
                add(script, name, words.get(i));
            }
        }
    }

    /// A schema's name is always followed by a dot, except after the word `schema`; where it
    /// stands alone, the statement has a table or column of that name.
    private static boolean isAlias(String schema, List<Word> words) {
        for (int i = 0; i < words.size(); i++) {
            boolean alone = i + 1 == words.size() || !words.get(i + 1).text().equals(".");
            boolean named = i > 0 && words.get(i - 1).text().equals("schema");
            if (words.get(i).text().equals(schema) && alone && !named) {
                return true;
            }
        }
        return false;
    }

    /// `create [or replace] table|view|function … [if not exists]` directly before the name.
    private static boolean createsRelation(List<Word> before) {
        return before.getFirst().text().equals("create") && before.stream().skip(1).allMatch(w ->
                Set.of("or", "replace", "table", "view", "materialized", "function", "procedure",
                        "type", "sequence", "domain", "unlogged", "foreign", "if", "not",
                        "exists").contains(w.text()));
    }

    private void extension(SqlScript script, List<Word> words) throws SQLException {
        int at = 2;
        while (at < words.size() && Set.of("if", "not", "exists").contains(words.get(at).text())) {
            at++;
        }
        if (at < words.size() && !bool("select exists (select from pg_available_extensions"
                + " where name = ?)", words.get(at).text())) {
            add(script, "extension " + words.get(at).text(), words.get(at));
        }
    }

    private void add(SqlScript script, String what, Word at) {
        found.putIfAbsent(what, new Missing(what, script.file(),
                script.place(at.offset()).line(), at.fatal()));
    }

    private boolean exists(String schema, String name) throws SQLException {
        return bool("""
                select exists (
                    select relname from pg_class where relnamespace = to_regnamespace(s)
                        and relname = n
                    union all
                    select proname from pg_proc where pronamespace = to_regnamespace(s)
                        and proname = n
                    union all
                    select typname from pg_type where typnamespace = to_regnamespace(s)
                        and typname = n)
                from (select ?::text, ?::text) as asked (s, n)
                """, schema, name);
    }

    private boolean bool(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    /// A name or symbol, lower case unless quoted.
    private record Word(String text, int offset, boolean fatal) {
    }

    /// The words of a statement, and those within its dollar-quoted bodies.
    private static List<Word> words(String sql, int offset, boolean bodiesRunNow) {
        List<Word> words = new ArrayList<>();
        collect(sql, offset, true, bodiesRunNow, words);
        return words;
    }

    private static void collect(String sql, int offset, boolean fatal, boolean bodiesRunNow,
            List<Word> words) {
        SqlLexer lexer = new SqlLexer(sql);
        for (SqlLexer.Kind kind = lexer.next(); kind != SqlLexer.Kind.END; kind = lexer.next()) {
            String token = lexer.token();
            int at = offset + lexer.start();
            switch (kind) {
                case WORD -> words.add(new Word(token.toLowerCase(Locale.ROOT), at, fatal));
                case SYMBOL -> words.add(new Word(token, at, fatal));
                case QUOTED_NAME -> words.add(new Word(token.substring(1,
                        Math.max(1, token.length() - 1)).replace("\"\"", "\""), at, fatal));
                case DOLLAR_STRING -> {
                    int tag = token.indexOf('$', 1) + 1;
                    int end = Math.max(tag, token.length() - tag);
                    collect(token.substring(tag, end), at + tag, fatal && bodiesRunNow,
                            bodiesRunNow, words);
                }
                case STRING, COMMENT, END -> { }
            }
        }
    }
}
