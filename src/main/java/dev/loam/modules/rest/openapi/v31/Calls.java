package dev.loam.modules.rest.openapi.v31;

import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Function.Parameter;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.validation.document.SchemaComment;
import dev.loam.modules.rest.openapi.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What can be done with a function: all of its overloads at once, since they share a path.
final class Calls {
    private static final Map<String, String> BODIES = Map.of("text", "text/plain",
            "xml", "text/xml", "bytea", "application/octet-stream");

    private final Catalog catalog;
    private final Types types;
    private final Schemas schemas;
    private final Parameters parameters;
    private final Predicate<Table> visible;

    Calls(Catalog catalog, Types types, Schemas schemas, Parameters parameters,
            Predicate<Table> visible) {
        this.catalog = catalog;
        this.types = types;
        this.schemas = schemas;
        this.parameters = parameters;
        this.visible = visible;
    }

    /// `overloads` are those that can be called, at least one.
    ObjectNode of(List<Function> overloads) {
        ObjectNode path = Json.object();
        List<Function> readable = overloads.stream()
                .filter(one -> one.volatility() != Function.Volatility.VOLATILE).toList();
        if (!readable.isEmpty()) {
            ObjectNode get = operation(readable, "get");
            arguments(get, readable);
            parameters.profile(get, false);
            path.set("get", answered(get, readable));
        }
        ObjectNode post = operation(overloads, "call");
        parameters.profile(post, true);
        body(post, overloads);
        path.set("post", answered(post, overloads));
        return path;
    }

    private static ObjectNode operation(List<Function> overloads, String verb) {
        String name = overloads.getFirst().name().name();
        ObjectNode operation = Json.object();
        operation.set("tags", Json.array(List.of("(rpc) " + name)));
        operation.put("operationId", verb + ":rpc/" + name);
        operation.put("summary", "Call " + name);
        overloads.stream().map(Function::comment)
                .map(SchemaComment::words).filter(comment -> comment != null).findFirst()
                .ifPresent(comment -> operation.put("description", comment));
        return operation;
    }

    /// A parameter is required where every overload requires it.
    private void arguments(ObjectNode get, List<Function> overloads) {
        Map<String, Parameter> named = new LinkedHashMap<>();
        overloads.forEach(one -> one.parameters().stream()
                .filter(parameter -> !parameter.name().isEmpty())
                .forEach(parameter -> named.putIfAbsent(parameter.name(), parameter)));
        named.forEach((name, parameter) -> {
            boolean required = overloads.stream().allMatch(one -> one.parameters().stream()
                    .anyMatch(same -> same.name().equals(name) && same.required()));
            ObjectNode argument = get.withArray("parameters").addObject().put("name", name)
                    .put("in", "query").put("required", required);
            if (parameter.variadic()) {
                argument.put("style", "form").put("explode", true);
                argument.set("schema", types.of(parameter.type(), parameter.type()));
            } else {
                argument.set("schema", inQuery(parameter));
            }
        });
        if (overloads.getFirst().returns().set()) {
            Parameters.refer(get, "select", "order", "limit", "offset", "Prefer");
        }
    }

    /// What is no plain value is written as PostgreSQL or JSON write it.
    private ObjectNode inQuery(Parameter parameter) {
        ObjectNode type = types.of(parameter.type(), parameter.type());
        boolean plain = type.path("type").isString()
                && !type.path("type").asString().equals("array");
        return plain ? type : Json.object().put("type", "string");
    }

    private void body(ObjectNode post, List<Function> overloads) {
        ObjectNode request = post.putObject("requestBody");
        ObjectNode content = request.putObject("content");
        ArrayNode choices = Json.array(List.of());
        for (Function function : overloads) {
            boolean unnamed = function.parameters().stream()
                    .anyMatch(parameter -> parameter.name().isEmpty());
            String media = unnamed ? BODIES.get(function.parameters().getFirst().type()) : null;
            if (media != null) {
                content.putObject(media).putObject("schema").put("type", "string");
            } else {
                choices.add(unnamed ? Json.object() : object(function));
            }
        }
        if (choices.size() == 1) {
            content.putObject("application/json").set("schema", choices.get(0));
        } else if (choices.size() > 1) {
            content.putObject("application/json").putObject("schema").set("anyOf", choices);
        }
        request.put("required", overloads.stream().allMatch(one -> one.parameters().stream()
                .anyMatch(Parameter::required)));
    }

    private ObjectNode object(Function function) {
        ObjectNode object = Json.object().put("type", "object");
        ObjectNode properties = object.putObject("properties");
        for (Parameter parameter : function.parameters()) {
            properties.set(parameter.name(),
                    Types.nullable(types.of(parameter.type(), parameter.type())));
        }
        List<String> required = function.parameters().stream().filter(Parameter::required)
                .map(Parameter::name).toList();
        if (!required.isEmpty()) {
            object.set("required", Json.array(required));
        }
        return object.put("additionalProperties", false);
    }

    private ObjectNode answered(ObjectNode operation, List<Function> overloads) {
        boolean nothing = overloads.stream().allMatch(one -> one.returns().isVoid());
        if (nothing) {
            Operations.response(operation, "204", "It was called.");
            return Operations.fails(operation);
        }
        ArrayNode results = Json.array(List.of());
        overloads.stream().map(this::result).distinct().forEach(results::add);
        ObjectNode response = Operations.response(operation, "200", "What it yields.");
        ObjectNode content = response.putObject("content").putObject("application/json");
        if (results.size() == 1) {
            content.set("schema", results.get(0));
        } else {
            content.putObject("schema").set("anyOf", results);
        }
        return Operations.fails(operation);
    }

    private ObjectNode result(Function function) {
        ObjectNode one = one(function.returns());
        return function.returns().set() ? Schemas.array(one) : Types.nullable(one);
    }

    private ObjectNode one(Function.Returns returns) {
        if (!returns.row()) {
            return types.of(returns.type(), returns.type());
        }
        Table table = returns.table() == null ? null : catalog.table(returns.table());
        if (table != null && visible.test(table)) {
            return schemas.row(table);
        }
        ObjectNode row = Json.object().put("type", "object");
        ObjectNode properties = row.putObject("properties");
        for (Column column : returns.columns()) {
            properties.set(column.name(), Types.nullable(types.of(column)));
        }
        return row;
    }
}
