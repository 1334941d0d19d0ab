package dev.loam.adapters.postgres.schema;

import java.util.List;
import java.util.Set;

/// One statement of a script, without its semicolon.
///
/// `offset` is where it starts in the script, `comment` what is written directly before it,
/// `words` its first words outside of parentheses, in upper case. `data` holds the lines that
/// follow a `COPY … FROM STDIN`, else null.
record SqlStatement(String text, int offset, String comment, List<String> words, String data) {
    static final int WORDS_MAX = 24;
    private static final Set<String> TRANSACTION_CONTROL =
            Set.of("BEGIN", "COMMIT", "END", "ABORT");

    boolean isCopyFromFile() {
        return text.startsWith("\\");
    }

    boolean opensTransaction() {
        return starts("BEGIN") || starts("START", "TRANSACTION");
    }

    boolean commits() {
        return (starts("COMMIT") || starts("END")) && !words.contains("PREPARED");
    }

    boolean controlsTransaction() {
        return !words.isEmpty() && TRANSACTION_CONTROL.contains(words.getFirst())
                || starts("START", "TRANSACTION")
                || starts("PREPARE", "TRANSACTION")
                || starts("ROLLBACK") && !words.contains("TO");
    }

    /// True for what PostgreSQL refuses inside a transaction block.
    boolean refusesTransaction() {
        boolean concurrently = words.contains("CONCURRENTLY");
        return starts("VACUUM")
                || starts("ALTER", "SYSTEM")
                || starts("CREATE", "DATABASE") || starts("DROP", "DATABASE")
                || starts("CREATE", "TABLESPACE") || starts("DROP", "TABLESPACE")
                || starts("ALTER", "DATABASE") && words.contains("TABLESPACE")
                || starts("CREATE", "SUBSCRIPTION") || starts("DROP", "SUBSCRIPTION")
                || starts("ALTER", "SUBSCRIPTION") && words.contains("REFRESH")
                || starts("DISCARD", "ALL")
                || starts("CLUSTER") && words.size() == 1
                || starts("REINDEX", "DATABASE") || starts("REINDEX", "SYSTEM")
                || starts("REINDEX", "SCHEMA")
                || concurrently && (starts("CREATE", "INDEX") || starts("CREATE", "UNIQUE", "INDEX")
                        || starts("DROP", "INDEX") || starts("REINDEX")
                        || starts("ALTER", "TABLE") && words.contains("DETACH"));
    }

    boolean starts(String... first) {
        return words.size() >= first.length
                && words.subList(0, first.length).equals(List.of(first));
    }
}
