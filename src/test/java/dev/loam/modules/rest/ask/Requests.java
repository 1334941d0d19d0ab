package dev.loam.modules.rest.ask;

import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.Peer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Requests made by hand.
public final class Requests {
    private static final Peer PEER = new Peer() {
        @Override
        public String address() {
            return "127.0.0.1";
        }

        @Override
        public int port() {
            return 4711;
        }

        @Override
        public boolean gone() {
            return false;
        }
    };

    private Requests() {
    }

    /// `target` is a path with an optional query; headers alternate names and values.
    public static HttpRequest of(String method, String target, String body, String... headers) {
        int question = target.indexOf('?');
        return new HttpRequest(method,
                question < 0 ? target : target.substring(0, question),
                question < 0 ? null : target.substring(question + 1),
                Headers.of(headers), body(body.getBytes(StandardCharsets.UTF_8)), PEER, false);
    }

    public static HttpRequest posting(String type, String body) {
        return type == null ? of("POST", "/", body) : of("POST", "/", body, "Content-Type", type);
    }

    private static Body body(byte[] bytes) {
        return new Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public byte[] bytes() {
                return bytes;
            }

            @Override
            public InputStream stream() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }
}
