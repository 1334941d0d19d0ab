package dev.loam.kernel.lineage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Finds what a query or an expression uses in PostgreSQL's own form of it, where every name is
/// already a number.
///
/// Nodes that mean something of their own are treated by name; of all others every field is gone
/// through, so that what is inside of a node of a later release is found as well.
final class TreeUses {
    /// `current_setting` with one argument and with two.
    private static final Set<Long> CURRENT_SETTING = Set.of(2077L, 3294L);
    /// Behind `->` and `->>` with a name, of `json` and `jsonb`; as functions, too.
    private static final Set<Long> MEMBER = Set.of(3947L, 3948L, 3478L, 3214L);
    /// `text`, `varchar`, `json`, `jsonb`: of one of them a document remains what it is.
    private static final Set<Long> DOCUMENTS = Set.of(25L, 1043L, 114L, 3802L);
    /// Texts that stand for a document without members.
    private static final Set<String> EMPTY = Set.of("", "{}", "null");
    private static final List<String> VALUE_FUNCTIONS = List.of("CURRENT_DATE", "CURRENT_TIME",
            "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIME",
            "LOCALTIMESTAMP", "LOCALTIMESTAMP");
    private static final long JSONB = 3802;
    /// `{}` as `jsonb` keeps it: the length, and an object of no members.
    private static final List<String> EMPTY_JSONB =
            List.of("32", "0", "0", "0", "0", "0", "0", "32");
    private static final List<String> FUNCTIONS = List.of("funcid", "opfuncid", "aggfnoid",
            "winfnoid", "startInRangeFunc", "endInRangeFunc");
    private static final int SELECT = 1;
    private static final int EXPRESSION = 4;
    private static final int TABLE_OID = -6;

    private final Uses.Notes notes = new Uses.Notes();
    /// Columns of the table that an expression belongs to; null once a whole row was seen.
    private Set<Integer> columns = new TreeSet<>();
    private int depth;

    private TreeUses() {
    }

    /// `columns` are the numbers of those columns that belong to the table of the expression, null
    /// where a whole row of it is named.
    record Found(Uses uses, Set<Integer> columns) {
    }

    /// Of the condition of a policy, the check of a domain, the default of an argument.
    static Found ofExpression(String tree) {
        var walk = new TreeUses();
        walk.read(tree, Uses.Look.WHOLE);
        return new Found(walk.notes.uses(), walk.columns);
    }

    /// Of the query of a view.
    static Uses ofQuery(String tree) {
        var walk = new TreeUses();
        walk.read(tree, Uses.Look.WHOLE);
        return walk.notes.uses();
    }

    /// Of the body of a function, `BEGIN ATOMIC` or `RETURN`.
    static Uses ofBody(String tree) {
        var walk = new TreeUses();
        walk.read(tree, Uses.Look.YIELDED);
        return walk.notes.uses();
    }

    private void read(String tree, Uses.Look look) {
        try {
            Object value = Node.read(tree);
            while (value instanceof List<?> list && list.size() == 1) {
                value = list.getFirst();
            }
            Object single = value instanceof Node query ? single(query) : null;
            if (look.yielded() && single != null) {
                visit(single, look);
            } else {
                visit(value, Uses.Look.WHOLE);
            }
        } catch (IllegalArgumentException e) {
            notes.obstacle("cannot be read here (" + e.getMessage() + ")");
        }
    }

    private void visit(Object value, Uses.Look look) {
        switch (value) {
            case Node node -> node(node, look);
            case List<?> list -> list.forEach(each -> visit(each, Uses.Look.WHOLE));
            case null, default -> {
            }
        }
    }

    private void inside(Node node) {
        node.fields().values().forEach(each -> visit(each, Uses.Look.WHOLE));
    }

    private void node(Node node, Uses.Look look) {
        switch (node.name()) {
            case "FUNCEXPR" -> function(node, node.id("funcid"), look);
            case "OPEXPR" -> {
                notes.operator(node.id("opno"));
                function(node, node.id("opfuncid"), look);
            }
            case "RELABELTYPE" -> visit(node.get("arg"), look);
            case "COERCEVIAIO" -> {
                notes.readAs(node.id("resulttype"));
                visit(node.get("arg"), DOCUMENTS.contains(node.id("resulttype"))
                        ? look : Uses.Look.WHOLE);
            }
            case "COALESCEEXPR", "COALESCE" -> coalesce(node.list("args"), look);
            case "NULLIFEXPR" -> {
                call(node.id("opfuncid"), Uses.Look.WHOLE);
                List<?> args = node.list("args");
                boolean same = args.size() == 2 && isEmptyDocument(args.get(1));
                visit(args.isEmpty() ? null : args.getFirst(), same ? look : Uses.Look.WHOLE);
                visit(args.size() < 2 ? null : args.get(1), Uses.Look.WHOLE);
            }
            case "SUBLINK" -> subLink(node, look);
            case "QUERY" -> query(node);
            case "VAR" -> column(node);
            case "CONST" -> {
            }
            default -> {
                other(node);
                inside(node);
            }
        }
    }

    /// Nodes that tell by a field of theirs what they use, and may have further ones inside.
    private void other(Node node) {
        switch (node.name()) {
            case "COERCETODOMAIN" -> notes.check(node.id("resulttype"));
            case "JSONRETURNING" -> notes.readAs(node.id("typid"));
            case "TABLEFUNC" -> node.list("coltypes").forEach(this::readAs);
            case "SQLVALUEFUNCTION" -> {
                // All others are of the session, which counts in any case.
                if (node.id("op") < VALUE_FUNCTIONS.size()) {
                    notes.obstacle("uses " + VALUE_FUNCTIONS.get((int) node.id("op"))
                            + ", which changes by itself");
                }
            }
            case "TABLESAMPLECLAUSE" -> notes.obstacle("takes a random sample of a table");
            case "NEXTVALUEEXPR" -> notes.obstacle("takes the next value of a sequence");
            case "CURRENTOFEXPR" -> notes.obstacle("depends on a cursor");
            default -> numbers(node);
        }
    }

    /// What is named by its number. Names of nodes differ between releases, those of fields do not.
    private void numbers(Node node) {
        relation(node.id("relid"));
        for (String field : FUNCTIONS) {
            call(node.id(field), Uses.Look.WHOLE);
        }
        for (String field : List.of("opno", "eqop", "sortop")) {
            notes.operator(node.id(field));
        }
        for (Object each : node.list("opnos")) {
            notes.operator(each instanceof String text ? Node.number(text) : 0);
        }
    }

    private void readAs(Object type) {
        notes.readAs(type instanceof String text ? Node.number(text) : 0);
    }

    private void relation(long id) {
        if (id != 0) {
            notes.relation(id);
        }
    }

    private void call(long function, Uses.Look look) {
        if (function != 0) {
            notes.call(function, look);
        }
    }

    private void function(Node node, long function, Uses.Look look) {
        List<?> args = node.list("args");
        if (CURRENT_SETTING.contains(function)) {
            String name = args.isEmpty() ? null : text(args.getFirst());
            if (name == null) {
                notes.anySetting();
            } else {
                notes.setting(name.toLowerCase(Locale.ROOT), look);
            }
            visit(args, Uses.Look.WHOLE);
        } else if (MEMBER.contains(function) && args.size() == 2 && text(args.get(1)) != null) {
            visit(args.getFirst(), Uses.Look.at(text(args.get(1))));
        } else {
            call(function, look);
            visit(args, Uses.Look.WHOLE);
        }
    }

    /// A member of the last argument, or of one that only documents without members follow, is
    /// that of the whole; else it counts whether an argument is null.
    private void coalesce(List<?> args, Uses.Look look) {
        for (int i = 0; i < args.size(); i++) {
            boolean last = args.subList(i + 1, args.size()).stream()
                    .allMatch(TreeUses::isEmptyDocument);
            visit(args.get(i), last ? look : Uses.Look.WHOLE);
        }
    }

    private void subLink(Node link, Uses.Look look) {
        Object single = link.id("subLinkType") == EXPRESSION
                && link.get("subselect") instanceof Node query ? single(query) : null;
        if (single == null) {
            numbers(link);
            inside(link);
        } else {
            depth++;
            visit(single, look);
            depth--;
        }
    }

    /// The only expression that a query consists of, null where there is more to it.
    private static Object single(Node query) {
        boolean more = !query.name().equals("QUERY") || query.id("commandType") != SELECT
                || !query.list("rtable").isEmpty() || !query.list("cteList").isEmpty()
                || query.get("setOperations") != null || query.get("havingQual") != null
                || query.get("limitCount") != null || query.get("limitOffset") != null
                || query.get("jointree") instanceof Node from && from.get("quals") != null
                || query.list("targetList").size() != 1;
        return more || !(query.list("targetList").getFirst() instanceof Node entry)
                ? null : entry.get("expr");
    }

    private void query(Node query) {
        if (query.id("commandType") != SELECT || query.get("utilityStmt") != null) {
            notes.obstacle("does more than to read");
        }
        depth++;
        inside(query);
        depth--;
    }

    private void column(Node variable) {
        long number = variable.id("varattno");
        if (number < 0 && number != TABLE_OID) {
            notes.obstacle("uses a system column, which may change with no change of the row");
        }
        if (variable.id("varlevelsup") == depth && columns != null) {
            if (number <= 0) {
                columns = null;
            } else {
                columns.add((int) number);
            }
        }
    }

    private static boolean isEmptyDocument(Object value) {
        if (value instanceof Node node) {
            return switch (node.name()) {
                case "COERCEVIAIO", "RELABELTYPE" -> isEmptyDocument(node.get("arg"));
                case "CONST" -> "true".equals(node.get("constisnull")) || isEmptyConstant(node);
                default -> false;
            };
        }
        return false;
    }

    private static boolean isEmptyConstant(Node constant) {
        String text = text(constant);
        return text != null && EMPTY.contains(text.strip())
                || constant.id("consttype") == JSONB
                && EMPTY_JSONB.equals(constant.get("constvalue"));
    }

    /// The text of a constant of type `text` or `json`, null for anything else.
    private static String text(Object value) {
        if (!(value instanceof Node node) || !node.name().equals("CONST")
                || !DOCUMENTS.contains(node.id("consttype")) || node.id("consttype") == JSONB
                || !(node.get("constvalue") instanceof List<?> data) || data.size() < 4) {
            return null;
        }
        var bytes = new byte[data.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Node.number((String) data.get(i));
        }
        // Four bytes with the length come first, whose lowest two bits are zero.
        long length = bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16
                | (long) (bytes[3] & 0xff) << 24;
        return length != (long) bytes.length << 2 ? null
                : new String(bytes, 4, bytes.length - 4, StandardCharsets.UTF_8);
    }
}
