package dev.loam.kernel.admission;

import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;

/// A body whose request keeps its place until it has been written, or not. How long that takes is
/// up to the client, so it tells nothing of the database.
record HeldBody(HttpResponse.BodyWriter body, Place place) implements HttpResponse.BodyWriter {
    @Override
    public void writeTo(OutputStream out) throws IOException {
        body.writeTo(out);
    }

    @Override
    public void close() {
        try {
            body.close();
        } finally {
            place.leave(false);
        }
    }
}
