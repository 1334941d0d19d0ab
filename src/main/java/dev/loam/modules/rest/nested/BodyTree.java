package dev.loam.modules.rest.nested;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.PlanFailure;
import dev.loam.kernel.query.RelatedPlanner;
import dev.loam.modules.rest.failure.NestedFailure;
import dev.loam.modules.rest.failure.RestFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads a body that has been found to be JSON as rows of a relation with rows nested in them: a
/// member that is no column names a relationship. Values are not read but cut out as they stand.
///
/// One for each body.
final class BodyTree {
    /// How many rows may be nested in all rows of a body.
    static final int ROWS_MAX = 50_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(1_000)
                    .maxStringLength(Integer.MAX_VALUE).maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] body;
    private final Catalog catalog;
    private final RelatedPlanner planner;
    private final List<String> rootMembers;
    private final Map<TableName, Map<String, Link>> links = new HashMap<>();
    private int nestedRows;

    /// `rootMembers` are the members of the outermost objects that count; null for all.
    BodyTree(byte[] body, Catalog catalog, RelatedPlanner planner, List<String> rootMembers) {
        this.body = body;
        this.catalog = catalog;
        this.planner = planner;
        this.rootMembers = rootMembers;
    }

    /// Fails: as [RelatedPlanner] does for unknown names; LOAM-REST-060, -061 and -067 for nested
    /// rows that cannot be.
    List<Row> rows(Table table) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            boolean array = parser.nextToken() == JsonToken.START_ARRAY;
            return array ? array(parser, table, "", 0) : List.of(row(parser, table, "", 0));
        } catch (JacksonException invalid) {
            throw new Refusal(RestFailure.InvalidBody.json(invalid.getOriginalMessage()));
        }
    }

    private List<Row> array(JsonParser parser, Table table, String path, int depth) {
        List<Row> rows = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String place = path.isEmpty() ? Integer.toString(rows.size())
                    : path + "/" + rows.size();
            rows.add(row(parser, table, place, depth));
        }
        return rows;
    }

    private Row row(JsonParser parser, Table table, String path, int depth) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Refusal(new NestedFailure.WrongShape(path, "an object"));
        }
        if (depth > 0 && ++nestedRows > ROWS_MAX) {
            throw new Refusal(new NestedFailure.TooMuch("nested rows", ROWS_MAX));
        }
        Map<String, Slice> columns = new LinkedHashMap<>();
        Map<String, Row.Nested> nested = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (depth == 0 && rootMembers != null && !rootMembers.contains(name)) {
                parser.skipChildren();
            } else if (table.columns().containsKey(name)) {
                columns.put(name, slice(parser));
            } else {
                String place = path.isEmpty() ? name : path + "/" + name;
                Link link = link(table, name, value, place);
                if (nested.put(name, nested(parser, link, place, depth + 1)) != null) {
                    throw new Refusal(RestFailure.InvalidBody.json(
                            "'" + place + "' is there twice."));
                }
            }
        }
        return new Row(path, columns, nested);
    }

    private Row.Nested nested(JsonParser parser, Link link, String path, int depth) {
        if (depth > RelatedPlanner.DEPTH_MAX) {
            throw new Refusal(new PlanFailure.NestingTooDeep(RelatedPlanner.DEPTH_MAX));
        }
        JsonToken token = parser.currentToken();
        if (link.toOne()) {
            return switch (token) {
                case VALUE_NULL -> new Row.Nested(link, List.of());
                case START_OBJECT -> new Row.Nested(
                        link, List.of(row(parser, link.table(), path, depth)));
                default -> throw new Refusal(new NestedFailure.WrongShape(
                        path, "an object or null: it is one row of '"
                                + link.table().name().name() + "'"));
            };
        }
        if (token != JsonToken.START_ARRAY) {
            throw new Refusal(new NestedFailure.WrongShape(path,
                    "an array: it is rows of '" + link.table().name().name() + "'"));
        }
        return new Row.Nested(link, array(parser, link.table(), path, depth));
    }

    private Link link(Table table, String member, JsonToken value, String path) {
        Map<String, Link> known = links.computeIfAbsent(table.name(), _ -> new HashMap<>());
        Link link = known.get(member);
        if (link == null) {
            link = found(table, member, value, path);
            known.put(member, link);
        }
        return link;
    }

    /// A plain value was meant for a column.
    private Link found(Table table, String member, JsonToken value, String path) {
        Relationship relationship;
        try {
            relationship = planner.relationship(table.name(), member);
        } catch (Refusal refusal) {
            throw value.isStructStart()
                    || refusal.failure() instanceof PlanFailure.AmbiguousRelationship
                    ? refusal : new Refusal(planner.unknown(table, member));
        }
        if (relationship instanceof Relationship.Computed) {
            throw new Refusal(new NestedFailure.ReadOnly(path));
        }
        return new Link(member, relationship, catalog.table(relationship.to()));
    }

    private Slice slice(JsonParser parser) {
        int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        JsonToken token = parser.currentToken();
        String plain = token.isScalarValue() ? parser.getString() : null;
        parser.skipChildren();
        int to = Math.toIntExact(parser.currentLocation().getByteOffset());
        if (from < 0) {
            throw new Refusal(RestFailure.InvalidBody.json("The body is not UTF-8."));
        }
        return new Slice(body, from, to, plain);
    }
}
