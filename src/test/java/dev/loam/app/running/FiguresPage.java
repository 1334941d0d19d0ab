package dev.loam.app.running;

import dev.loam.kernel.module.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The reference of figures: its table says what a running process shows, the rest is written.
final class FiguresPage {
    static final Path FILE = Path.of("docs/reference/metrics.md");
    private static final String HEAD = "| figure | type | unit | labels | what it says |\n"
            + "|---|---|---|---|---|\n";

    private FiguresPage() {
    }

    /// The table of these, with its head.
    static String table(List<Meter> meters) {
        var table = new StringBuilder(HEAD);
        for (Meter meter : meters) {
            table.append("| `").append(meter.name()).append("` | ")
                    .append(meter.kind().name().toLowerCase(Locale.ROOT)).append(" | ")
                    .append(unit(meter)).append(" | ")
                    .append(meter.labels().stream().map(label -> "`" + label + "`")
                            .collect(Collectors.joining(", ")))
                    .append(" | ").append(meter.help()).append(" |\n");
        }
        return table.toString();
    }

    private static String unit(Meter meter) {
        return switch (meter.unit()) {
            case SECONDS -> "seconds";
            case BYTES -> "bytes";
            case RATIO -> "0 to 1";
            case NONE -> "";
        };
    }

    /// The table that the page has now.
    static String written() throws IOException {
        String page = Files.readString(FILE);
        int from = page.indexOf(HEAD);
        return from < 0 ? "" : page.substring(from, end(page, from));
    }

    /// Puts the table in place of the old one.
    static void write(String table) throws IOException {
        String page = Files.readString(FILE);
        int from = page.indexOf(HEAD);
        Files.writeString(FILE, page.substring(0, from) + table + page.substring(end(page, from)));
    }

    private static int end(String page, int from) {
        int blank = page.indexOf("\n\n", from);
        return blank < 0 ? page.length() : blank + 1;
    }
}
