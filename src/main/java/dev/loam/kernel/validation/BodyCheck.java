package dev.loam.kernel.validation;

import dev.loam.kernel.validation.check.ReadCheck;
import dev.loam.kernel.validation.document.DocumentSchema;
import dev.loam.kernel.validation.document.Trees;
import dev.loam.kernel.validation.value.Kind;
import dev.loam.kernel.validation.value.Special;
import dev.loam.kernel.validation.value.Wrong;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Looks at the rows of one body while it is read, one row at a time, and keeps only what is wrong.
///
/// Who reads the body calls [#begin], then [#member] or [#text] for each member, then [#end]. Of
/// members with the same name the last one counts, as it does for PostgreSQL. One thread at a time.
public final class BodyCheck {
    private final RowRules rules;
    private final Manner manner;
    private final Set<String> columns;
    private final Violations violations;
    private final int rowsMax;
    private final Object[] values;
    /// Whole rows are for schemas of them; of changes only some members are there.
    private final DocumentSchema schema;
    private ObjectNode tree;
    private Set<String> unknown;
    private long row;

    /// The rows behind `rowsMax` are not looked at.
    BodyCheck(RowRules rules, Manner manner, Violations violations, int rowsMax) {
        this.rules = rules;
        this.manner = manner;
        this.columns = manner.columns() == null ? null : new HashSet<>(manner.columns());
        this.violations = violations;
        this.rowsMax = rowsMax;
        this.values = new Object[rules.fields().size()];
        this.schema = manner.change() ? null : rules.schema();
    }

    public Violations violations() {
        return violations;
    }

    public void begin() {
        if (row > 0) {
            Arrays.fill(values, null);
        }
        unknown = null;
        tree = schema == null ? null : JsonNodeFactory.instance.objectNode();
    }

    /// The member whose value the parser stands at; leaves it at the value's last token.
    public void member(String name, JsonParser parser) {
        Field field = field(name);
        if (field == null) {
            parser.skipChildren();
            return;
        }
        if (manner.merges() && field.type().kind() == Kind.JSON) {
            parser.skipChildren();
            values[field.place()] = Special.UNSURE;
        } else if (schema != null || field.schema() != null) {
            JsonNode member = Trees.read(parser);
            values[field.place()] = field.read(parser, manner.defaults(), member);
            if (schema != null) {
                tree.set(name, member);
            }
        } else {
            values[field.place()] = field.read(parser, manner.defaults());
        }
    }

    /// A member as a text; null for null.
    public void text(String name, String text) {
        // Texts have no types that a schema could be about.
        tree = null;
        Field field = field(name);
        if (field != null) {
            values[field.place()] = text == null ? Special.NULL : field.read(text);
        }
    }

    private Field field(String name) {
        Field field = columns != null && !columns.contains(name) ? null : rules.field(name);
        if (field == null && columns == null) {
            unknown = unknown == null ? new HashSet<>() : unknown;
            unknown.add(name);
        }
        return field;
    }

    /// Ends a row, which is an element of an array if `array`.
    ///
    /// Fails: 422 LOAM-VALIDATION-001 where more is wrong than is told.
    public void end(boolean array) {
        String pointer = array ? "/" + row : "";
        if (row++ >= rowsMax) {
            return;
        }
        boolean sound = true;
        for (Field field : rules.fields()) {
            sound &= settled(field, pointer);
        }
        if (unknown != null) {
            unknown.stream().sorted().forEach(name -> add(pointer, name,
                    rules.relation() == null ? "PGRST202" : "PGRST204",
                    rules.relation() == null ? "there is no parameter \"" + name + '"'
                            : "there is no column \"" + name + "\" in \"" + rules.relation() + '"',
                    null));
        }
        if (tree != null) {
            against(schema.findings(tree), pointer, null);
        }
        for (ReadCheck check : rules.checks()) {
            // What is wrong by itself need not be told twice.
            if ((sound || usable(check)) && check.broken(values)) {
                broken(check, pointer);
            }
        }
    }

    /// Puts in what a member that is not there stands for, and tells what is wrong with it; whether
    /// nothing is.
    private boolean settled(Field field, String pointer) {
        Object value = values[field.place()];
        if (value == null) {
            value = absent(field);
            values[field.place()] = value;
            if (value == Special.NULL && field.notNull() || missing(field)) {
                lacking(field, pointer);
                return false;
            }
            return true;
        }
        if (field.generated()) {
            add(pointer, field.name(), "428C9", "column \"" + field.name()
                    + "\" takes no value, since it is always generated", null);
            return false;
        }
        return told(field, value, pointer);
    }

    private boolean told(Field field, Object value, String pointer) {
        if (value instanceof Wrong wrong) {
            add(pointer, field.name(), wrong.code(), wrong.detail(), null);
        } else if (value instanceof Field.Within within) {
            violations.add(new Violation(
                    pointer + "/" + escaped(field.name()) + "/" + within.index(),
                    within.wrong().code(), within.wrong().detail(), field.name(), null));
        } else if (value instanceof Field.Against(List<DocumentSchema.Finding> findings)) {
            against(findings, pointer + "/" + escaped(field.name()), field.name());
        } else if (value == Special.NULL && field.notNull()) {
            add(pointer, field.name(), "23502", nullDetail(field), null);
        } else {
            String broken = field.checks().isEmpty() ? null : field.broken(value);
            if (broken == null) {
                return true;
            }
            add(pointer, field.name(), "23514", "value violates check constraint \"" + broken
                    + '"', broken);
        }
        return false;
    }

    private void against(
            List<DocumentSchema.Finding> findings, String pointer, String column) {
        for (DocumentSchema.Finding finding : findings) {
            violations.add(new Violation(pointer + finding.pointer(), "json-schema",
                    finding.detail(), column, finding.keyword()));
        }
    }

    private Object absent(Field field) {
        if (manner.change() || rules.relation() == null) {
            boolean named = columns != null && columns.contains(field.name())
                    && !manner.defaults() && rules.relation() != null;
            return named ? Special.NULL : Special.UNSURE;
        }
        boolean named = columns != null && columns.contains(field.name());
        boolean stands = field.defaulted() || field.generated();
        return stands && (!named || manner.defaults()) ? Special.UNSURE : Special.NULL;
    }

    /// Whether an argument is not there that has to be.
    private boolean missing(Field field) {
        return rules.relation() == null && !field.defaulted()
                && (columns == null || !columns.contains(field.name()));
    }

    private void lacking(Field field, String pointer) {
        if (rules.relation() == null) {
            add(pointer, field.name(), "PGRST202",
                    "the argument \"" + field.name() + "\" is required", null);
        } else {
            add(pointer, field.name(), "23502", nullDetail(field) + ": it is missing", null);
        }
    }

    private String nullDetail(Field field) {
        return rules.relation() == null ? "the argument \"" + field.name() + "\" must not be null"
                : "null value in column \"" + field.name() + "\" of relation \""
                        + rules.relation() + "\" violates not-null constraint";
    }

    private boolean usable(ReadCheck check) {
        for (int place : check.places()) {
            if (values[place] instanceof Wrong || values[place] instanceof Field.Within
                    || values[place] instanceof Field.Against) {
                return false;
            }
        }
        return true;
    }

    private void broken(ReadCheck check, String pointer) {
        String detail = "new row for relation \"" + rules.relation()
                + "\" violates check constraint \"" + check.name() + '"';
        if (check.places().size() == 1) {
            String column = rules.fields().get(check.places().iterator().next()).name();
            add(pointer, column, "23514", detail, check.name());
        } else {
            violations.add(new Violation(pointer, "23514", detail, null, check.name()));
        }
    }

    private void add(
            String pointer, String column, String code, String detail, String constraint) {
        violations.add(new Violation(
                pointer + "/" + escaped(column), code, detail, column, constraint));
    }

    /// Source: RFC 6901 section 3.
    private static String escaped(String name) {
        return name.indexOf('~') < 0 && name.indexOf('/') < 0 ? name
                : name.replace("~", "~0").replace("/", "~1");
    }
}
