package dev.loam.kernel.pipeline;

import dev.loam.base.config.Secret;
import dev.loam.base.failure.Failure;
import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.identity.IdentityConfig;
import dev.loam.kernel.identity.IdentityConfig.OpaqueKey;
import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Requests, answers and failures for the tests of the pipeline.
final class Requests {
    private Requests() {
    }

    static HttpRequest request(String method, String path, String... headers) {
        return new HttpRequest(
                method, path, null, Headers.of(headers), Body.EMPTY, LocalPeer.ANY, false);
    }

    /// An exchange with the id `r1`.
    static Exchange exchange(String... headers) {
        return Exchange.of(request("GET", "/", headers), "/").withRequestId("r1");
    }

    static TokenVerifier verifier() {
        var key = new OpaqueKey(new Secret("sb_secret_1"), "service_role");
        return new TokenVerifier(
                IdentityConfig.of(null, "anon", "authenticator", true, List.of(key)),
                new HandClock());
    }

    static String text(HttpResponse response) {
        return new String(((HttpResponse.Full) response).body(), StandardCharsets.UTF_8);
    }

    /// A failure with any content.
    record Spilt(
            String code, int status, String message, String details, boolean detailsAreJson,
            String hint, String reason, Map<String, String> headers) implements Failure {
        static Spilt of(String code, int status, String message) {
            return new Spilt(code, status, message, null, false, null, null, Map.of());
        }
    }
}
