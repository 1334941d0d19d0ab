package dev.loam.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the pages point at is there.
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern SOURCE = Pattern.compile(
            "`((?:src|docs|examples|bench|\\.ci)/[^` *‹›]+)`");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");

    @Test
    void every_relative_link_leads_somewhere() {
        List<String> broken = new ArrayList<>();
        for (Page page : Page.all()) {
            forEachLine(page, (line, number) -> {
                Matcher link = LINK.matcher(CODE.matcher(line).replaceAll("code"));
                while (link.find()) {
                    if (!leads(page.file(), link.group(1))) {
                        broken.add(page.file() + ":" + number + ": " + link.group(1));
                    }
                }
            });
        }
        assertThat(broken).isEmpty();
    }

    /// A path in code marks, from the root of the repository.
    @Test
    void every_named_file_is_there() {
        List<String> broken = new ArrayList<>();
        for (Page page : Page.all()) {
            forEachLine(page, (line, number) -> {
                Matcher path = SOURCE.matcher(line);
                while (path.find()) {
                    if (Files.notExists(Path.of(path.group(1)))) {
                        broken.add(page.file() + ":" + number + ": " + path.group(1));
                    }
                }
            });
        }
        assertThat(broken).isEmpty();
    }

    @FunctionalInterface
    private interface Line {
        void take(String text, int number);
    }

    /// The lines outside of fenced blocks.
    private static void forEachLine(Page page, Line each) {
        boolean fenced = false;
        for (int at = 0; at < page.lines().size(); at++) {
            String line = page.lines().get(at);
            if (line.startsWith("```")) {
                fenced = !fenced;
            } else if (!fenced) {
                each.take(line, at + 1);
            }
        }
    }

    private static boolean leads(Path from, String target) {
        if (target.matches("[a-z]+:.*")) {
            return true;
        }
        String[] parts = target.split("#", 2);
        Path folder = from.getParent() == null ? Path.of("") : from.getParent();
        Path file = parts[0].isEmpty() ? from : folder.resolve(parts[0]).normalize();
        if (Files.notExists(file)) {
            return false;
        }
        return parts.length == 1 || Page.read(file).lines().stream()
                .filter(line -> line.startsWith("#"))
                .anyMatch(line -> anchor(line).equals(parts[1]));
    }

    /// As GitHub makes it of a heading.
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }
}
