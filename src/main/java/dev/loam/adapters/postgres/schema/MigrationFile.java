package dev.loam.adapters.postgres.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A migration as it lies in the project. `path` is relative to the project folder.
record MigrationFile(MigrationVersion version, String name, String path, String text) {
    /// `20260101120000_shop.sql`, `0001_shop.sql`, `V001__shop.sql`.
    private static final Pattern FORM =
            Pattern.compile("V?(\\d{1,40}(?:\\.\\d{1,10}){0,3})_{1,2}(.+)\\.sql");

    /// Reads version and name from a file's name; empty when it is not named like a migration.
    static Optional<MigrationFile> named(String fileName, String path, String text) {
        Matcher form = FORM.matcher(fileName);
        return form.matches()
                ? Optional.of(new MigrationFile(new MigrationVersion(form.group(1)),
                        form.group(2), path, text))
                : Optional.empty();
    }

    /// The text as Loam runs it: no byte order mark, one kind of line end.
    static String normal(String raw) {
        String text = raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
        return text.replace("\r\n", "\n");
    }

    /// SHA-256 of the text, so that a checkout with other line ends is the same migration.
    static String checksum(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String checksum() {
        return checksum(text);
    }

    SqlScript script() {
        return SqlScript.parse(path, text);
    }
}
