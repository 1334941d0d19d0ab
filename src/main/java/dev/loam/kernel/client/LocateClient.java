package dev.loam.kernel.client;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;

/// Finds out whose request it is, where a trusted proxy passes it on, and whether that client's
/// connection was secure.
public record LocateClient(ProxyTrust trust) implements Stage {
    private static final String PROTO = "X-Forwarded-Proto";

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        Address peer = Address.parse(exchange.client());
        return next.handle(peer == null || !trust.believes(peer)
                ? exchange : located(exchange, peer));
    }

    private Exchange located(Exchange exchange, Address peer) {
        HttpRequest request = exchange.request();
        for (ProxyTrust.Field field : trust.fields()) {
            if (request.headers().contains(field.fieldName())) {
                var hops = new Hops(trust, peer);
                hops.walk(field, request.headers().all(field.fieldName()));
                return told(exchange, hops,
                        field == ProxyTrust.Field.FORWARDED ? hops.proto() : proto(request));
            }
        }
        return secured(exchange, proto(request));
    }

    private static Exchange told(Exchange exchange, Hops hops, String proto) {
        Exchange secured = secured(exchange, proto);
        return hops.moved() ? secured.withClient(hops.client().toString()) : secured;
    }

    private static Exchange secured(Exchange exchange, String proto) {
        HttpRequest request = exchange.request();
        boolean secure = proto == null ? request.secure()
                : proto.equalsIgnoreCase("https") || proto.equalsIgnoreCase("wss")
                || request.secure() && !proto.equalsIgnoreCase("http")
                && !proto.equalsIgnoreCase("ws");
        return secure == request.secure() ? exchange
                : exchange.withRequest(request.withSecure(secure));
    }

    /// What the nearest proxy says, null where it says nothing: with several words, the last is
    /// its own.
    private static String proto(HttpRequest request) {
        if (!request.headers().contains(PROTO)) {
            return null;
        }
        String last = request.headers().all(PROTO).getLast();
        return last.substring(last.lastIndexOf(',') + 1).strip();
    }
}
