package dev.loam.kernel.validation.document;

/// A comment on something of the database, in which a schema may stand behind `@schema`.
public final class SchemaComment {
    private static final String MARK = "@schema";

    private SchemaComment() {
    }

    /// The schema, null for none.
    public static DocumentSchema schema(String comment) throws BadSchema {
        int mark = comment == null ? -1 : comment.indexOf(MARK);
        return mark < 0 ? null : DocumentSchema.of(comment.substring(mark + MARK.length()));
    }

    /// The same where it can be used, else null.
    public static DocumentSchema usable(String comment) {
        try {
            return schema(comment);
        } catch (BadSchema _) {
            return null;
        }
    }

    /// What is written before the schema, for people; null where nothing is.
    public static String words(String comment) {
        int mark = comment == null ? -1 : comment.indexOf(MARK);
        String words = mark < 0 ? comment : comment.substring(0, mark).strip();
        return words == null || words.isEmpty() ? null : words;
    }
}
