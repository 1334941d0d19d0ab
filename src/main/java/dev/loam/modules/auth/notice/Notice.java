package dev.loam.modules.auth.notice;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One thing to say by mail to one address.
///
/// `values` are the variables of the templates by their names (`ConfirmationURL`, `Token`, …);
/// `user` is the account as its owner sees it, whose `user_metadata` templates know as `Data`.
public record Notice(
        NoticeKind kind, String to, ObjectNode user, Map<String, String> values) {
    public Notice {
        values = Map.copyOf(values);
    }

    public static Notice of(NoticeKind kind, String to, ObjectNode user) {
        return new Notice(kind, to, user, Map.of());
    }

    /// The same with one more variable; null counts as none.
    public Notice with(String name, String value) {
        if (value == null) {
            return this;
        }
        var more = new HashMap<>(values);
        more.put(name, value);
        return new Notice(kind, to, user, more);
    }

    /// The same with a variable, save where it has one of that name.
    Notice withDefault(String name, String value) {
        return values.containsKey(name) ? this : with(name, value);
    }

    String value(String name) {
        return values.getOrDefault(name, "");
    }

    /// What the user said of themself.
    JsonNode data() {
        return user.path("user_metadata");
    }

    /// The addressee and the token are nobody's business but theirs.
    @Override
    public String toString() {
        return "Notice[" + kind + "]";
    }
}
