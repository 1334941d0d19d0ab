package dev.loam.kernel.query;

import dev.loam.kernel.catalog.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes the document that a merge patch makes of a column's.
///
/// Whatever is there and no object counts as an empty one, as the patch wants it. Each member is
/// looked up in the column by its whole path, so that the text grows with the patch and no faster.
final class MergeWriter {
    /// `jsonb_build_object` takes no more than 100 arguments.
    private static final int MEMBERS_AT_ONCE = 50;

    private MergeWriter() {
    }

    static void write(SqlText out, String qualifier, Column column, MergePatch.Members patch) {
        out.sql("CAST(");
        members(out, qualifier, column, patch, List.of());
        out.sql(" AS ").sql(column.type()).sql(")");
    }

    private static void members(
            SqlText out, String qualifier, Column column, MergePatch.Members patch,
            List<String> path) {
        out.sql("((CASE WHEN jsonb_typeof(");
        found(out, qualifier, column, path);
        out.sql(") = 'object' THEN ");
        found(out, qualifier, column, path);
        out.sql(" ELSE '{}'::jsonb END)");
        if (!patch.removed().isEmpty()) {
            out.sql(" - ").bind(ArrayLiteral.of(patch.removed())).sql("::text[]");
        }
        int written = 0;
        for (Map.Entry<String, MergePatch> member : patch.set().entrySet()) {
            boolean first = written % MEMBERS_AT_ONCE == 0;
            out.sql(first ? written == 0 ? " || jsonb_build_object("
                    : ") || jsonb_build_object(" : ", ");
            out.bind(member.getKey()).sql("::text, ");
            switch (member.getValue()) {
                case MergePatch.Value value -> out.bind(value.json()).sql("::jsonb");
                case MergePatch.Members inner -> {
                    List<String> below = new ArrayList<>(path);
                    below.add(member.getKey());
                    members(out, qualifier, column, inner, below);
                }
            }
            written++;
        }
        out.sql(written == 0 ? ")" : "))");
    }

    private static void found(
            SqlText out, String qualifier, Column column, List<String> path) {
        out.sql("(").column(qualifier, column.name()).sql("::jsonb");
        if (!path.isEmpty()) {
            out.sql(" #> ").bind(ArrayLiteral.of(path)).sql("::text[]");
        }
        out.sql(")");
    }
}
