package dev.loam.bench.work;

import java.util.LinkedHashMap;
import java.util.Map;

/// One HTTP request of a workload, without what a system adds to it: its prefix and its way to say
/// who asks. `body` is null where there is none.
public record Call(String method, String path, Map<String, String> headers, String body) {
    public static Call get(String path) {
        return new Call("GET", path, Map.of(), null);
    }

    public static Call send(String method, String path, String json) {
        return new Call(method, path, Map.of("Content-Type", "application/json"), json);
    }

    public Call with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(method, path, more, body);
    }
}
