package dev.loam.modules.auth.external;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/// Parameters written as a query or a form. Pure.
final class Query {
    private Query() {
    }

    static String of(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// An address with parameters behind those that it has.
    static String added(String address, Map<String, String> parameters) {
        return address + (address.indexOf('?') < 0 ? "?" : "&") + of(parameters);
    }
}
