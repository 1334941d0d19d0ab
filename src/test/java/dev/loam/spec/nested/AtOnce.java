package dev.loam.spec.nested;

import dev.loam.fixture.RawHttp;
import dev.loam.spec.nested.Node.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes a tree by one request.
record AtOnce(Side side) {
    RawHttp.Answer write(Node root, String nested) {
        String prefer = "nested=" + nested + ", return=representation";
        return root.kind() == Kind.NEW
                ? side.send("POST", "/" + root.table() + "?select=name", prefer, json(root))
                : side.send("PATCH", "/" + root.table() + "?select=name&id=eq."
                        + side.id(root.table(), root.name()), prefer, json(root));
    }

    String json(Node node) {
        List<String> members = new ArrayList<>();
        if (node.kind() != Kind.NEW) {
            members.add("\"id\":\"" + side.id(node.table(), node.name()) + "\"");
        }
        if (node.kind() != Kind.REFERENCE) {
            members.add("\"name\":\"" + node.name() + "\"");
            if (node.number() != null) {
                members.add("\"n\":" + node.number());
            }
        }
        for (Map.Entry<Way, List<Node>> each : node.nested().entrySet()) {
            List<String> rows = each.getValue().stream().map(this::json).toList();
            String value = each.getKey().toOne() ? rows.getFirst()
                    : "[" + String.join(",", rows) + "]";
            members.add("\"" + each.getKey().member() + "\":" + value);
        }
        return "{" + String.join(",", members) + "}";
    }
}
