package dev.loam.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The packages and the arrows between them, drawn from the imports of the sources.
///
/// The picture shows rooms, a package with its sub-packages, and leaves `base` out, which everybody
/// may import; the table shows every package and everything.
final class HousePicture {
    private static final Path ROOT = Path.of("src/main/java/dev/loam");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?dev\\.loam\\.([a-z.]+)\\.[A-Z].*;$");
    private static final List<String> FLOORS =
            List.of("app", "modules", "adapters", "kernel", "ports", "base");

    private final Map<String, Set<String>> imports = new TreeMap<>();
    private final Map<String, String> meanings = new TreeMap<>();

    private HousePicture() {
    }

    static HousePicture ofSources() {
        var picture = new HousePicture();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(picture::add);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
        return picture;
    }

    private void add(Path file) {
        String name = ROOT.relativize(file.getParent()).toString().replace('/', '.');
        Set<String> known = imports.computeIfAbsent(name, _ -> new TreeSet<>());
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
        for (String line : lines) {
            Matcher found = IMPORT.matcher(line);
            if (found.matches() && !found.group(1).equals(name)) {
                known.add(found.group(1));
            }
        }
        if (file.endsWith("package-info.java")) {
            meanings.put(name, firstSentence(lines));
        }
    }

    private static String firstSentence(List<String> lines) {
        String text = String.join(" ", lines.stream().filter(line -> line.startsWith("///"))
                .map(line -> line.substring(3).strip()).toList());
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end + 1);
        return sentence.replaceAll("\\[(?:[a-z]+\\.)*(\\w+)]", "`$1`");
    }

    String text() {
        return mermaid() + "\n" + table();
    }

    /// The package with the floor's own packages taken together: `modules.rest` for
    /// `modules.rest.ask`, `app` for all of `app`.
    private static String room(String name) {
        String[] parts = name.split("\\.");
        return parts[0].equals("app") || parts.length == 1 ? parts[0] : parts[0] + "." + parts[1];
    }

    private String mermaid() {
        Map<String, Set<String>> arrows = new TreeMap<>();
        imports.forEach((from, targets) -> {
            Set<String> known = arrows.computeIfAbsent(room(from), _ -> new TreeSet<>());
            targets.stream().map(HousePicture::room)
                    .filter(to -> !to.equals(room(from)) && !to.startsWith("base"))
                    .forEach(known::add);
        });
        var text = new StringBuilder("```mermaid\nflowchart TD\n");
        for (String floor : FLOORS.subList(0, FLOORS.size() - 1)) {
            List<String> rooms = new ArrayList<>(arrows.keySet());
            rooms.removeIf(room -> !room.equals(floor) && !room.startsWith(floor + "."));
            text.append("  subgraph ").append(floor).append("_floor [").append(floor)
                    .append("]\n");
            rooms.forEach(room -> text.append("    ").append(id(room)).append('[')
                    .append(room.substring(room.indexOf('.') + 1)).append("]\n"));
            text.append("  end\n");
        }
        arrows.forEach((from, targets) -> targets.forEach(to ->
                text.append("  ").append(id(from)).append(" --> ").append(id(to)).append('\n')));
        return text.append("```\n").toString();
    }

    private static String id(String room) {
        return room.replace('.', '_');
    }

    private String table() {
        var text = new StringBuilder("| package | is | imports |\n|---|---|---|\n");
        for (String floor : FLOORS) {
            imports.forEach((name, targets) -> {
                if (name.equals(floor) || name.startsWith(floor + ".")) {
                    text.append("| `").append(name).append("` | ")
                            .append(meanings.getOrDefault(name, "")).append(" | ")
                            .append(String.join(", ", targets)).append(" |\n");
                }
            });
        }
        return text.toString();
    }
}
