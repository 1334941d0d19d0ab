package dev.loam.modules.auth.notice;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What the variables of a template stand for. `Data` leads into `data`; every other name is one of
/// `values`, empty where it has none.
record Variables(Map<String, String> values, JsonNode data) {
    static final Set<String> OF_MAILS = Set.of(
            "ConfirmationURL", "Token", "TokenHash", "SiteURL", "RedirectTo", "Email", "NewEmail",
            "SendingTo", "OldEmail", "Provider", "FactorType", "Phone", "OldPhone", "Data");
    static final Set<String> OF_MESSAGES = Set.of("Code");

    /// What users say of themselves has no other bound.
    private static final int DATA_CHARS_MAX = 4_096;

    String text(List<String> path) {
        if (!path.getFirst().equals("Data")) {
            return values.getOrDefault(path.getFirst(), "");
        }
        var node = node(path);
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        var text = node.isContainer() ? node.toString() : node.asString();
        return text.length() <= DATA_CHARS_MAX ? text : text.substring(0, DATA_CHARS_MAX);
    }

    /// Whether a variable says anything: not nothing, no, zero or empty.
    boolean truth(List<String> path) {
        if (!path.getFirst().equals("Data")) {
            return !text(path).isEmpty();
        }
        var node = node(path);
        if (node.isContainer() || node.isString()) {
            return !text(path).isEmpty() && !(node.isContainer() && node.isEmpty());
        }
        return node.isBoolean() ? node.booleanValue()
                : node.isNumber() && node.doubleValue() != 0;
    }

    private JsonNode node(List<String> path) {
        var node = data;
        for (var name : path.subList(1, path.size())) {
            node = node.path(name);
        }
        return node;
    }
}
