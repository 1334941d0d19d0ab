package dev.loam.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the code cannot say of its failures: why they happen and what to do. Read from
/// `src/test/resources/docs/errors.txt`, whose parts begin with `## head`,
/// `## group PREFIX: TITLE`, `## CODE` or `## retired CODE`. In the part of a code, lines begin
/// with `said:` (a form of the message, where the code alone does not tell), `cause:` or `cure:`;
/// other lines go on.
record ErrorCures(
        String head, List<Group> groups, Map<String, Cure> cures, List<String> retired) {
    record Group(List<String> prefixes, String title, String text) {
    }

    record Cure(List<String> said, String cause, String cure) {
    }

    static ErrorCures read() {
        return read("errors.txt");
    }

    /// From another file of the same folder and form.
    static ErrorCures read(String file) {
        try (InputStream in = ErrorCures.class.getResourceAsStream("/docs/" + file)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static ErrorCures parse(String text) {
        String head = "";
        List<Group> groups = new ArrayList<>();
        Map<String, Cure> cures = new LinkedHashMap<>();
        List<String> retired = new ArrayList<>();
        for (String part : ("\n" + text).split("\n## ")) {
            int end = part.indexOf('\n');
            String title = end < 0 ? part : part.substring(0, end);
            String body = end < 0 ? "" : part.substring(end + 1).strip() + "\n";
            if (title.equals("head")) {
                head = body;
            } else if (title.startsWith("group ")) {
                String[] words = title.substring(6).split(": ", 2);
                groups.add(new Group(List.of(words[0].split(" ")), words[1],
                        body.isBlank() ? "" : body));
            } else if (title.startsWith("retired ")) {
                retired.add(title.substring(8));
            } else if (!title.isBlank()) {
                cures.put(title, cure(body));
            }
        }
        return new ErrorCures(head, groups, cures, retired);
    }

    private static Cure cure(String body) {
        List<String> said = new ArrayList<>();
        Map<String, String> parts = new LinkedHashMap<>();
        String current = "";
        for (String line : body.split("\n")) {
            int colon = line.indexOf(": ");
            String word = colon < 0 ? "" : line.substring(0, colon);
            if (word.equals("said")) {
                said.add(line.substring(colon + 2));
            } else if (word.equals("cause") || word.equals("cure")) {
                current = word;
                parts.put(word, line.substring(colon + 2));
            } else {
                parts.merge(current, line, (before, more) -> before + "\n" + more);
            }
        }
        return new Cure(said, parts.get("cause"), parts.get("cure"));
    }

    Cure of(String code) {
        Cure cure = cures.get(code);
        if (cure == null || cure.cause() == null || cure.cure() == null) {
            throw new IllegalStateException(
                    "src/test/resources/docs lacks cause and cure of " + code);
        }
        return cure;
    }

    /// The first group with a prefix of the code.
    Group groupOf(String code) {
        return groups.stream()
                .filter(group -> group.prefixes().stream().anyMatch(code::startsWith)).findFirst()
                .orElseThrow(() -> new IllegalStateException("no group for " + code));
    }
}
