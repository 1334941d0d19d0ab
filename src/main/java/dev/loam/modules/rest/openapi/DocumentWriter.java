package dev.loam.modules.rest.openapi;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a JSON object member by member, so that of a document over a hundred thousand tables only
/// one table's part is in memory.
public final class DocumentWriter {
    private final JsonGenerator json;

    private DocumentWriter(JsonGenerator json) {
        this.json = json;
    }

    /// Writes the object whose members `content` gives. Leaves the stream open.
    public static void write(OutputStream out, Consumer<DocumentWriter> content)
            throws IOException {
        try {
            JsonGenerator json = Json.MAPPER.createGenerator(new Open(out));
            json.writeStartObject();
            content.accept(new DocumentWriter(json));
            json.writeEndObject();
            json.close();
        } catch (JacksonException wrong) {
            if (wrong.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw wrong;
        }
    }

    public void member(String name, JsonNode value) {
        json.writeName(name);
        json.writeTree(value);
    }

    public void members(ObjectNode object) {
        object.properties().forEach(one -> member(one.getKey(), one.getValue()));
    }

    /// A member that is an object, written in the same manner.
    public void object(String name, Runnable content) {
        json.writeName(name);
        json.writeStartObject();
        content.run();
        json.writeEndObject();
    }

    /// A stream that whoever made it closes.
    private static final class Open extends OutputStream {
        private final OutputStream out;

        Open(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
