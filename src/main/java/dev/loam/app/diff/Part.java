package dev.loam.app.diff;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A part of a document: where it is, a name for people, and what is there.
record Part(JsonNode root, String pointer, String label, JsonNode json) {
    private static final String REFERENCE = "$ref";
    private static final int HOPS_MAX = 16;
    private static final List<String> SCHEMAS = List.of("#/components/schemas/", "#/definitions/");

    static Part of(JsonNode root) {
        return new Part(root, "#", "", root);
    }

    /// What lies behind a name; the label stays.
    Part at(String name) {
        return new Part(root, pointer + "/" + name.replace("~", "~0").replace("/", "~1"), label,
                json.path(name));
    }

    Part at(String... names) {
        Part part = this;
        for (String name : names) {
            part = part.at(name);
        }
        return part;
    }

    Part named(String other) {
        return new Part(root, pointer, other, json);
    }

    boolean exists() {
        return !json.isMissingNode() && !json.isNull();
    }

    /// The parts of an array, or those of an object.
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        if (json.isArray()) {
            for (int i = 0; i < json.size(); i++) {
                parts.add(new Part(root, pointer + "/" + i, label, json.get(i)));
            }
        } else {
            json.propertyNames().forEach(name -> parts.add(at(name)));
        }
        return parts;
    }

    /// The last part of the pointer, as it was before it was written into one.
    String name() {
        String last = pointer.substring(pointer.lastIndexOf('/') + 1);
        return last.replace("~1", "/").replace("~0", "~");
    }

    boolean isReference() {
        return json.path(REFERENCE).isString();
    }

    /// What is referred to, under the name that a schema has of its own. What is not in this
    /// document, or is no end of references, may be anything.
    Part resolved() {
        Part part = this;
        for (int hops = 0; part.isReference(); hops++) {
            String target = part.json.get(REFERENCE).asString();
            JsonNode found = hops < HOPS_MAX && target.startsWith("#/")
                    ? root.at(JsonPointer.compile(target.substring(1))) : root.path("");
            part = new Part(root, target, labelled(target),
                    found.isMissingNode() ? JsonNodeFactory.instance.objectNode() : found);
        }
        return part;
    }

    private String labelled(String target) {
        for (String prefix : SCHEMAS) {
            if (target.startsWith(prefix) && target.indexOf('/', prefix.length()) < 0) {
                return target.substring(prefix.length()).replace("~1", "/").replace("~0", "~");
            }
        }
        return label;
    }
}
