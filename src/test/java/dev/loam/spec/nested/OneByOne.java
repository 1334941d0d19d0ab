package dev.loam.spec.nested;

import dev.loam.spec.nested.Node.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes a tree by plain requests, a row each.
record OneByOne(Side side, boolean replaces) {
    void write(Node root) {
        write(root, null, null);
    }

    /// A row whose column `owned` holds the key `owner`; null for one that stands by itself.
    private void write(Node node, String owned, String owner) {
        List<String> members = new ArrayList<>();
        if (node.kind() != Kind.REFERENCE) {
            members.add("\"name\":\"" + node.name() + "\"");
            if (node.number() != null) {
                members.add("\"n\":" + node.number());
            }
        }
        if (owned != null) {
            members.add("\"" + owned + "\":\"" + owner + "\"");
        }
        each(node, Way.Kind.UP, (way, rows) -> {
            write(rows.getFirst(), null, null);
            members.add("\"" + way.column() + "\":\"" + id(rows.getFirst()) + "\"");
        });
        String body = "{" + String.join(",", members) + "}";
        if (node.kind() == Kind.NEW) {
            side.sure("POST", "/" + node.table(), "return=minimal", body);
        } else if (!members.isEmpty()) {
            side.sure("PATCH", "/" + node.table() + "?id=eq." + id(node), "return=minimal", body);
        }
        below(node);
    }

    private void below(Node node) {
        String id = id(node);
        each(node, Way.Kind.MANY, (way, rows) -> {
            if (replaces) {
                side.sure("DELETE", "/" + way.target() + "?" + way.column() + "=eq." + id
                        + "&id=not.in.(" + ids(rows) + ")", "return=minimal", "");
            }
            rows.forEach(row -> write(row, way.column(), id));
        });
        each(node, Way.Kind.ONE, (way, rows) -> {
            List<String> there = side.below(way, node.name());
            if (there.isEmpty()) {
                write(rows.getFirst(), way.column(), id);
                return;
            }
            Node row = rows.getFirst();
            String number = row.number() == null ? "" : ",\"n\":" + row.number();
            side.sure("PATCH", "/" + way.target() + "?" + way.column() + "=eq." + id,
                    "return=minimal", "{\"name\":\"" + row.name() + "\"" + number + "}");
            write(new Node(Kind.REFERENCE, row.table(), row.name(), null, row.nested()), null,
                    null);
        });
        each(node, Way.Kind.FAR, (way, rows) -> far(way, rows, node.table(), id));
    }

    private void far(Way way, List<Node> rows, String near, String id) {
        rows.forEach(row -> write(row, null, null));
        if (replaces) {
            side.sure("DELETE", "/" + way.joint() + "?" + near + "_id=eq." + id + "&"
                    + way.target() + "_id=not.in.(" + ids(rows) + ")", "return=minimal", "");
        }
        rows.forEach(row -> side.sure("POST", "/" + way.joint(),
                "resolution=ignore-duplicates", "{\"" + near + "_id\":\"" + id + "\",\""
                        + way.target() + "_id\":\"" + id(row) + "\"}"));
    }

    private interface Step {
        void take(Way way, List<Node> rows);
    }

    private static void each(Node node, Way.Kind kind, Step step) {
        for (Map.Entry<Way, List<Node>> each : node.nested().entrySet()) {
            if (each.getKey().kind() == kind) {
                step.take(each.getKey(), each.getValue());
            }
        }
    }

    private String id(Node node) {
        return side.id(node.table(), node.name());
    }

    private String ids(List<Node> rows) {
        return String.join(",", rows.stream().filter(row -> row.kind() != Kind.NEW)
                .map(this::id).toList());
    }
}
