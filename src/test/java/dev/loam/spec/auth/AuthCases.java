package dev.loam.spec.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Requests of the auth API with their answers, written as text:
///
/// ```text
/// ## a server
/// setting = value
///
/// [WHO] METHOD /path?query {"body": …}
/// STATUS code: message
/// ```
///
/// `WHO` is whose token goes along, none by default. An answer without a code is a success; what
/// stands behind the status then must be in it. `…` at the end of a message is anything.
record AuthCases(String name, Map<String, String> settings, List<Case> cases) {
    record Case(String who, String method, String path, String body, int status, String code,
            String message) {
        String name() {
            return (who == null ? "" : who + " ") + method + " " + path
                    + (body == null ? "" : " " + body);
        }
    }

    static List<AuthCases> read() {
        try (InputStream in = AuthCases.class.getResourceAsStream("/cases/auth/answers.txt")) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var servers = new ArrayList<AuthCases>();
            for (var part : ("\n" + text).split("\n## ")) {
                if (!part.isBlank()) {
                    servers.add(server(part.lines().filter(line -> !line.isBlank()).toList()));
                }
            }
            return servers;
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static AuthCases server(List<String> lines) {
        var settings = new LinkedHashMap<String, String>();
        int at = 1;
        while (lines.get(at).matches("[a-z.-]+ = .*")) {
            var pair = lines.get(at++).split(" = ", 2);
            settings.put(pair[0], pair[1]);
        }
        var cases = new ArrayList<Case>();
        for (; at + 1 < lines.size(); at += 2) {
            cases.add(one(lines.get(at), lines.get(at + 1)));
        }
        return new AuthCases(lines.getFirst(), settings, cases);
    }

    private static Case one(String asked, String answered) {
        String who = null;
        var rest = asked;
        if (asked.startsWith("[")) {
            who = asked.substring(1, asked.indexOf(']'));
            rest = asked.substring(asked.indexOf(']') + 2);
        }
        var words = rest.split(" ", 3);
        var status = answered.split(" ", 2);
        var told = status.length < 2 ? "" : status[1];
        int colon = told.indexOf(": ");
        boolean refused = Integer.parseInt(status[0]) >= 400 && colon > 0;
        return new Case(who, words[0], words[1], words.length < 3 ? null : words[2],
                Integer.parseInt(status[0]), refused ? told.substring(0, colon) : null,
                refused ? told.substring(colon + 2) : told);
    }
}
