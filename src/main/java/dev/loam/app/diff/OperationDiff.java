package dev.loam.app.diff;

import dev.loam.app.diff.SchemaDiff.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Compares what one operation takes and gives.
final class OperationDiff {
    private final SchemaDiff schemas;
    private final String path;
    private final String operation;
    private final List<Change> changes = new ArrayList<>();

    OperationDiff(SchemaDiff schemas, String path, String operation) {
        this.schemas = schemas;
        this.path = path;
        this.operation = operation;
    }

    /// Parameters can also stand at the path, for all of its methods.
    List<Change> between(Part before, Part beforeShared, Part after, Part afterShared) {
        Part older = before.named(operation);
        Part newer = after.named(operation);
        names(older, newer);
        changes.addAll(new ParameterDiff(schemas, path).between(
                List.of(beforeShared, older.at("parameters")),
                List.of(afterShared, newer.at("parameters"))));
        bodies(older.at("requestBody").resolved(), newer.at("requestBody").resolved());
        answers(older.at("responses"), newer.at("responses"));
        return changes;
    }

    private void names(Part older, Part newer) {
        String was = older.json().path("operationId").asString(null);
        String is = newer.json().path("operationId").asString(null);
        if (was != null && is != null && !was.equals(is)) {
            add(Rule.OPERATION_RENAMED, older.at("operationId"),
                    "has the operationId " + is + ", had " + was);
        }
        if (newer.json().path("deprecated").asBoolean(false)
                && !older.json().path("deprecated").asBoolean(false)) {
            add(Rule.DEPRECATED, newer.at("deprecated"), "is deprecated");
        }
    }

    private void bodies(Part older, Part newer) {
        boolean was = older.json().path("required").asBoolean(false);
        boolean is = newer.json().path("required").asBoolean(false);
        if (is && !was) {
            add(Rule.BODY_REQUIRED, newer, "needs a body");
        } else if (was && !is) {
            add(Rule.BODY_OPTIONAL, older, "needs no body any more");
        }
        contents(older.at("content"), newer.at("content"), Way.SENT);
    }

    private void answers(Part older, Part newer) {
        for (Part before : older.parts()) {
            Part after = newer.at(before.name());
            if (after.exists()) {
                answer(before.resolved(), after.resolved());
            } else if (before.name().startsWith("2")) {
                add(Rule.STATUS_REMOVED, before, "never answers " + before.name() + " any more");
            }
        }
        for (Part after : newer.parts()) {
            if (after.name().startsWith("2") && !older.at(after.name()).exists()) {
                add(Rule.STATUS_ADDED, after, "can answer " + after.name());
            }
        }
    }

    private void answer(Part older, Part newer) {
        for (Part header : older.at("headers").parts()) {
            if (!newer.at("headers").at(header.name()).exists()) {
                add(Rule.ANSWER_HEADER_REMOVED, header,
                        "does not answer with " + header.name() + " any more");
            }
        }
        contents(older.at("content"), newer.at("content"), Way.GOT);
    }

    private void contents(Part older, Part newer, Way way) {
        Map<String, Part> was = types(older);
        Map<String, Part> is = types(newer);
        was.forEach((type, before) -> {
            Part after = is.get(type);
            if (after == null) {
                add(way.pick(Rule.REQUEST_TYPE_REMOVED, Rule.ANSWER_TYPE_REMOVED), before,
                        "has no " + type + " " + way + " any more");
            } else {
                changes.addAll(schemas.between(before.at("schema").named(path),
                        after.at("schema").named(path), way));
            }
        });
        is.forEach((type, after) -> {
            if (!was.containsKey(type)) {
                add(way.pick(Rule.REQUEST_TYPE_ADDED, Rule.ANSWER_TYPE_ADDED), after,
                        "has " + type + " " + way);
            }
        });
    }

    private static Map<String, Part> types(Part content) {
        Map<String, Part> types = new LinkedHashMap<>();
        for (Part one : content.parts()) {
            types.put(one.name().replace(" ", "").toLowerCase(Locale.ROOT), one);
        }
        return types;
    }

    private void add(Rule rule, Part part, String what) {
        changes.add(new Change(rule, part, what));
    }
}
