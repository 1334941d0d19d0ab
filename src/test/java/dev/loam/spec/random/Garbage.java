package dev.loam.spec.random;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Makes nonsense of requests: what is damaged, too large, too deep or not even text.
final class Garbage {
    private static final List<String> PIECES = List.of("%00", "%FF", "%C0%80", "%ED%A0%80", "%",
            "%2", "%zz", "&", "&&", "=", "==", "?", "(", ")", "((((", "))))", ",", ",,", ".", "..",
            "...", "!", "!inner", "!!", ":", "::", ":::", "->", "->>", "%22", "%5C", "%22%22", "*",
            "{", "}", "{}", "%7B%7D", "%7B%7B%7D", "not.", "not.not.", "and", "or=(", "in.(", "is.",
            "eq(any).", "eq(all)", "fts(", "fts(nosuch).x", "limit=-1",
            "limit=99999999999999999999",
            "offset=9223372036854775807", "offset=1e3", "select=", "select=*,*", "order=.",
            "columns=", "on_conflict=", "->99999999999999999999", "->-1", "->2147483648",
            "::nosuchtype", "::int4", "::json", "::%22char%22", "::regclass", "count()", ".sum()",
            ".nosuch()", "%0A", "%0D%0A", "+", "%2B", "#", ";", "'", "--", "/*", "$1", "$$", "1=1",
            "pg_sleep(0)", "xmin", "ctid", "tableoid", "%F0%9F%98%80", "%E2%80%AE");
    private static final List<String> BODIES = List.of("", "null", "1", "[]", "{}", "[[]]", "[1]",
            "[null]", "{\"a\"", "{\"a\":}", "[{},{\"a\":1}]", "{\"a\":1,\"a\":2}",
            "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud800\"}", "{\"\":1}", "{\"a\":1e999999}",
            "{\"a\":" + "9".repeat(400) + "}", "[".repeat(5000), "{\"a\":".repeat(300) + "1",
            "\u0000", "\uFEFF{}", "a,b\n1", "a,b\n1,2,3", "\"a", "a=1&b=2", "NaN", "{'a':1}",
            "{\"a\":1}x", " ");
    private static final List<String[]> HEADERS = List.of(
            of("Range", "0-"), of("Range", "5-1"), of("Range", "-"), of("Range", "a-b"),
            of("Range", "0-99999999999999999999"), of("Range-Unit", "bytes"),
            of("Prefer", "count=exact"), of("Prefer", "count=planned"),
            of("Prefer", "count=estimated"), of("Prefer", "handling=strict, nonsense=1"),
            of("Prefer", "max-affected=-1, handling=strict"), of("Prefer", ";=,;\"\"=,,"),
            of("Prefer", "timezone=Mars/North, handling=strict"),
            of("Prefer", "timezone=America/Los_Angeles"),
            of("Prefer", "return=representation"), of("Prefer", "tx=rollback"),
            of("Prefer", "resolution=merge-duplicates"), of("Prefer", "missing=default"),
            of("Accept", "text/csv"), of("Accept", "application/vnd.pgrst.object+json"),
            of("Accept", "application/vnd.pgrst.array+json;nulls=stripped"),
            of("Accept", "application/vnd.pgrst.object+json;nulls=stripped"),
            of("Accept", "application/octet-stream"), of("Accept", "text/plain"),
            of("Accept", "application/geo+json"), of("Accept", "text/xml"),
            of("Accept", "application/openapi+json"), of("Accept", "*/*;q=0"),
            of("Accept", "nonsense"), of("Accept", ",;/="), of("Accept", "application/*"),
            of("Accept", "application/vnd.pgrst.plan+json"), of("Accept", "a/b;q=2;q=x"),
            of("Accept-Profile", "nosuch"), of("Content-Profile", "pg_catalog"),
            of("Accept-Profile", "pg_catalog"), of("Content-Type", "text/csv"),
            of("Content-Type", "application/x-www-form-urlencoded"),
            of("Content-Type", "text/plain"), of("Content-Type", "application/octet-stream"),
            of("Content-Type", "nonsense"), of("Content-Type", "text/xml"),
            of("Cookie", "a=b; =; ;;\"x\""), of("X-Odd", "\"\\'"), of("Origin", "null"),
            of("If-None-Match", "*"), of("X-HTTP-Method-Override", "DELETE"));

    private final Dice dice;

    Garbage(Dice dice) {
        this.dice = dice;
    }

    private static String[] of(String name, String value) {
        return new String[] {name, value};
    }

    Request of(Request sound) {
        Request request = sound;
        int wounds = dice.between(1, 4);
        for (int i = 0; i < wounds; i++) {
            request = switch (dice.below(8)) {
                case 0, 1, 2 -> target(request, wounded(request.target()));
                case 3, 4 -> headed(request);
                case 5 -> request.as(dice.pick("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE",
                        "OPTIONS", "TRACE", "PROPFIND"));
                case 6 -> new Request(request.method(), request.target(), request.headers(),
                        body(request.body()), request.owner());
                default -> target(request, deep(request.target()));
            };
        }
        return request;
    }

    private static Request target(Request request, String target) {
        return new Request(request.method(), target, request.headers(), request.body(),
                request.owner());
    }

    private Request headed(Request request) {
        String[] header = dice.pick(HEADERS);
        List<String[]> headers = new ArrayList<>(request.headers());
        headers.removeIf(one -> one[0].equals(header[0]));
        headers.add(header);
        return new Request(request.method(), request.target(), headers, request.body(),
                request.owner());
    }

    /// Keeps the first slash.
    private String wounded(String target) {
        if (dice.oneIn(20)) {
            return dice.pick("/", "//", "/rpc", "/rpc/", "/%00", "/..", "/%2e%2e/x", "/?select=*",
                    "/%FF", "/a/b/c", "/rpc/a/b", "/*", "/%", "/?", "/rpc/%22");
        }
        int at = 1 + dice.below(target.length());
        int end = Math.min(target.length(), at + dice.below(6));
        String rest = target.substring(end);
        return target.substring(0, at) + switch (dice.below(4)) {
            case 0 -> rest;
            case 1 -> dice.pick(PIECES) + target.substring(at);
            case 2 -> dice.pick(PIECES) + rest;
            default -> target.substring(at) + "&" + dice.pick(PIECES) + target.substring(at);
        };
    }

    private String deep(String target) {
        int depth = dice.pick(3, 30, 70, 200);
        String join = target.contains("?") ? "&" : "?";
        return target + join + switch (dice.below(6)) {
            case 0 -> "select=" + "a(".repeat(depth) + "b" + ")".repeat(depth);
            case 1 -> "or=" + "(or".repeat(depth) + "(a.eq.1)" + ")".repeat(depth);
            case 2 -> "a" + "->b".repeat(depth) + "=eq.1";
            case 3 -> "a" + ".a".repeat(depth) + "=eq.1";
            case 4 -> "a=in.(" + "1,".repeat(depth) + "1)";
            default -> "select=" + "a,".repeat(depth) + "*";
        };
    }

    private byte[] body(byte[] sound) {
        if (sound.length == 0 || dice.oneIn(2)) {
            return dice.pick(BODIES).getBytes(StandardCharsets.UTF_8);
        }
        byte[] body = sound.clone();
        int wounds = dice.between(1, 3);
        for (int i = 0; i < wounds; i++) {
            body[dice.below(body.length)] = (byte) dice.below(256);
        }
        return body;
    }
}
