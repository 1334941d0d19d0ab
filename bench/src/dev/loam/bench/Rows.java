package dev.loam.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Answers of different systems, made comparable.
///
/// Left aside is what says nothing about the rows: the order of keys, whether one row stands in a
/// list, whether GraphQL puts a list into `nodes`, whether a number is written as a text, as some
/// do so that JavaScript does not round it, and the order of related rows: nobody asked for one.
final class Rows {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Rows() {
    }

    static JsonNode comparable(JsonNode rows) {
        JsonNode plain = plain(rows, true);
        return plain.isArray() ? plain : NODES.arrayNode().add(plain);
    }

    private static JsonNode plain(JsonNode node, boolean ordered) {
        if (node.isArray()) {
            List<JsonNode> list = new ArrayList<>();
            node.forEach(one -> list.add(plain(one, false)));
            if (!ordered) {
                list.sort(Comparator.comparing(JsonNode::toString));
            }
            return NODES.arrayNode().addAll(list);
        }
        if (node.isObject()) {
            if (node.size() == 1 && node.path("nodes").isArray()) {
                return plain(node.get("nodes"), ordered);
            }
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(member -> sorted.put(member.getKey(),
                    plain(member.getValue(), false)));
            ObjectNode object = NODES.objectNode();
            sorted.forEach(object::set);
            return object;
        }
        return number(node);
    }

    private static JsonNode number(JsonNode node) {
        if (!node.isNumber() && !node.isString()) {
            return node;
        }
        try {
            return NODES.stringNode(new BigDecimal(node.asString()).stripTrailingZeros()
                    .toPlainString());
        } catch (NumberFormatException _) {
            return node;
        }
    }
}
