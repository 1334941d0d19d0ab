package dev.loam.kernel.secure;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;

/// Adds the fields that tell browsers to be careful; those of the answer itself win.
///
/// Answers that are no pages get the one that keeps browsers from guessing their type: the others
/// mean nothing there.
///
/// Source: Fetch standard, "X-Content-Type-Options"; RFC 6797; RFC 7034; Content Security Policy 3.
public final class SecureHeaders implements Stage {
    private static final String SNIFF = "X-Content-Type-Options";
    private static final String TRANSPORT = "Strict-Transport-Security";

    private final Headers ofData;
    private final Headers ofPages;
    private final Headers ofSecureData;
    private final Headers ofSecurePages;

    public SecureHeaders(SecureConfig config) {
        ofData = Headers.of(SNIFF, "nosniff");
        var pages = ofData.toBuilder();
        add(pages, "Content-Security-Policy", config.content());
        add(pages, "X-Frame-Options", config.frames());
        add(pages, "Referrer-Policy", config.referrer());
        ofPages = pages.build();
        Headers transport = config.transport().isZero() ? Headers.NONE : Headers.of(TRANSPORT,
                "max-age=" + config.transport().toSeconds()
                        + (config.subdomains() ? "; includeSubDomains" : ""));
        ofSecureData = ofData.plus(transport);
        ofSecurePages = ofPages.plus(transport);
    }

    private static void add(Headers.Builder fields, String name, String value) {
        if (value != null && !value.isEmpty()) {
            fields.add(name, value);
        }
    }

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        HttpResponse response = next.handle(exchange);
        if (response instanceof HttpResponse.Upgrade) {
            return response;
        }
        Headers own = response.headers();
        boolean page = isPage(own.first("Content-Type"));
        Headers fields = exchange.request().secure() ? page ? ofSecurePages : ofSecureData
                : page ? ofPages : ofData;
        return response.withHeaders(own.plus(
                page || own.contains(SNIFF) || own.contains(TRANSPORT)
                        ? without(fields, own) : fields));
    }

    private static boolean isPage(String type) {
        return type != null && (type.regionMatches(true, 0, "text/html", 0, 9)
                || type.regionMatches(true, 0, "application/xhtml+xml", 0, 21));
    }

    private static Headers without(Headers fields, Headers own) {
        var left = Headers.builder();
        fields.forEach((name, value) -> {
            if (!own.contains(name)) {
                left.add(name, value);
            }
        });
        return left.build();
    }
}
