package dev.loam.kernel.catalog;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes a catalog down for people to look at: how many of each thing, and their names.
public final class CatalogJson {
    private static final JsonFactory JSON = new JsonFactory();

    private CatalogJson() {
    }

    /// One JSON object, UTF-8.
    public static byte[] write(Catalog catalog) {
        var bytes = new ByteArrayOutputStream();
        write(catalog, bytes);
        return bytes.toByteArray();
    }

    /// The same, as it is made; closes the stream.
    public static void write(Catalog catalog, OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeNumberProperty("version", catalog.version());
            json.writeNumberProperty("serverVersion", catalog.serverVersion());
            strings(json, "schemas", catalog.schemas());
            json.writeObjectPropertyStart("counts");
            json.writeNumberProperty("tables", catalog.tables().size());
            json.writeNumberProperty("columns",
                    catalog.tables().values().stream().mapToInt(t -> t.columns().size()).sum());
            json.writeNumberProperty("relationships", size(catalog.relationships().values()));
            json.writeNumberProperty("functions", size(catalog.functions().values()));
            json.writeNumberProperty("representations", catalog.representations().size());
            json.writeNumberProperty("mediaHandlers", catalog.mediaHandlers().size());
            json.writeEndObject();
            tables(json, catalog);
            functions(json, catalog);
            representations(json, catalog);
            mediaHandlers(json, catalog);
            json.writeEndObject();
        }
    }

    private static int size(Collection<? extends List<?>> lists) {
        return lists.stream().mapToInt(List::size).sum();
    }

    private static void strings(JsonGenerator json, String name, Collection<String> strings) {
        json.writeArrayPropertyStart(name);
        strings.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void tables(JsonGenerator json, Catalog catalog) {
        json.writeObjectPropertyStart("tables");
        for (Table table : catalog.tables().values()) {
            json.writeObjectPropertyStart(table.name().toString());
            json.writeStringProperty("kind", table.kind().name());
            strings(json, "primaryKey", table.primaryKey());
            strings(json, "columns", table.columns().keySet());
            strings(json, "relationships", catalog.relationshipsFrom(table.name()).stream()
                    .map(CatalogJson::sentence).toList());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /// Such as `many to one: public.directors by films_director_id_fkey`.
    private static String sentence(Relationship relationship) {
        String kind = switch (relationship) {
            case Relationship.ManyToOne _ -> "many to one: ";
            case Relationship.OneToMany _ -> "one to many: ";
            case Relationship.OneToOne _ -> "one to one: ";
            case Relationship.ManyToMany _ -> "many to many: ";
            case Relationship.Computed one -> "computed, to " + (one.toOne() ? "one: " : "many: ");
        };
        String way = switch (relationship) {
            case Relationship.ManyToOne one -> one.constraint();
            case Relationship.OneToMany one -> one.constraint();
            case Relationship.OneToOne one -> one.constraint();
            case Relationship.ManyToMany one -> one.nearConstraint() + " and "
                    + one.farConstraint() + " of " + one.junction();
            case Relationship.Computed one -> one.function().toString();
        };
        return kind + relationship.to() + " by " + way;
    }

    private static void functions(JsonGenerator json, Catalog catalog) {
        json.writeObjectPropertyStart("functions");
        catalog.functions().forEach((name, overloads) -> strings(json, name.toString(),
                overloads.stream().map(CatalogJson::signature).toList()));
        json.writeEndObject();
    }

    private static String signature(Function function) {
        List<String> parameters = function.parameters().stream()
                .map(p -> (p.name() + " " + p.type()).strip()).toList();
        return "(" + String.join(", ", parameters) + ") "
                + (function.returns().set() ? "setof " : "") + function.returns().type();
    }

    private static void representations(JsonGenerator json, Catalog catalog) {
        json.writeArrayPropertyStart("representations");
        for (Map.Entry<Catalog.CastPair, String> cast : catalog.representations().entrySet()) {
            json.writeString(cast.getKey().fromType() + " as " + cast.getKey().toType() + " by "
                    + cast.getValue());
        }
        json.writeEndArray();
    }

    private static void mediaHandlers(JsonGenerator json, Catalog catalog) {
        json.writeArrayPropertyStart("mediaHandlers");
        for (MediaHandler handler : catalog.mediaHandlers()) {
            json.writeString(handler.mediaType() + " by " + handler.function()
                    + (handler.table() == null ? "" : " of " + handler.table()));
        }
        json.writeEndArray();
    }
}
