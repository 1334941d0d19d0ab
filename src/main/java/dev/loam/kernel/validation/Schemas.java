package dev.loam.kernel.validation;

import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.validation.document.BadSchema;
import dev.loam.kernel.validation.document.DocumentSchema;
import dev.loam.kernel.validation.document.SchemaComment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The JSON Schemas of a project: texts of files by the tables whose rows they are for, and those
/// in the database's own comments. A file goes before a comment.
public record Schemas(Map<TableName, String> files) {
    public static final Schemas NONE = new Schemas(Map.of());
    private static final int FLAWS_MAX = 20;

    public Schemas {
        files = Map.copyOf(files);
    }

    /// For rows of a table; null for none that can be used.
    DocumentSchema rows(Table table) {
        String file = files.get(table.name());
        try {
            return file == null ? SchemaComment.schema(table.comment()) : DocumentSchema.of(file);
        } catch (BadSchema _) {
            // It was named when the catalog was read.
            return null;
        }
    }

    /// The schemas that cannot be used, and why: so many of them at most. What they are for is
    /// served without.
    public List<String> flaws(Catalog catalog) {
        var flaws = new ArrayList<String>();
        files.forEach((name, text) -> {
            if (catalog.table(name) == null) {
                flaws.add("The file for " + name + " is for no table that is exposed");
            } else {
                note(flaws, "the file for " + name, () -> DocumentSchema.of(text));
            }
        });
        for (Table table : catalog.tables().values()) {
            comment(flaws, "table " + table.name(), table.comment());
            for (Column column : table.columns().values()) {
                if (column.comment() != null) {
                    comment(flaws, "column " + table.name() + "." + column.name(),
                            column.comment());
                }
            }
        }
        for (List<Function> overloads : catalog.functions().values()) {
            overloads.forEach(function -> comment(
                    flaws, "function " + function.name(), function.comment()));
        }
        return flaws;
    }

    private static void comment(List<String> flaws, String what, String comment) {
        if (comment != null) {
            note(flaws, "the comment on " + what, () -> SchemaComment.schema(comment));
        }
    }

    private interface Reading {
        DocumentSchema read() throws BadSchema;
    }

    private static void note(List<String> flaws, String what, Reading reading) {
        if (flaws.size() < FLAWS_MAX) {
            try {
                reading.read();
            } catch (BadSchema bad) {
                flaws.add("The schema in " + what + " cannot be used: " + bad.getMessage());
            }
        }
    }
}
