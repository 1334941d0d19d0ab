package dev.loam.spec.random;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A request as it is sent. `owner` is who asks, null for nobody.
record Request(
        String method, String target, List<String[]> headers, byte[] body, String owner) {
    static Request get(String target, String owner) {
        return new Request("GET", target, List.of(), new byte[0], owner);
    }

    Request as(String otherMethod) {
        return new Request(otherMethod, target, headers, body, owner);
    }

    Request with(String name, String value) {
        List<String[]> more = new ArrayList<>(headers);
        more.add(new String[] {name, value});
        return new Request(method, target, more, body, owner);
    }

    Request carrying(String text) {
        return new Request(
                method, target, headers, text.getBytes(StandardCharsets.UTF_8), owner);
    }

    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }

    @Override
    public String toString() {
        var out = new StringBuilder(method).append(' ').append(target).append("\n  as ")
                .append(owner);
        headers.forEach(one -> out.append("\n  ").append(one[0]).append(": ").append(one[1]));
        if (body.length > 0) {
            out.append("\n  ").append(new String(body, StandardCharsets.UTF_8));
        }
        return out.toString();
    }
}
