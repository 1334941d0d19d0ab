package dev.loam.modules.rest.failure;

import java.util.Map;

/// What a failure says, whole.
record Words(
        String code, int status, String message, String details, String hint,
        Map<String, String> headers) {
    static Words of(String code, int status, String message) {
        return new Words(code, status, message, null, null, Map.of());
    }

    Words details(String newDetails) {
        return new Words(code, status, message, newDetails, hint, headers);
    }

    Words hint(String newHint) {
        return new Words(code, status, message, details, newHint, headers);
    }

    Words header(String name, String value) {
        return new Words(code, status, message, details, hint, Map.of(name, value));
    }
}
