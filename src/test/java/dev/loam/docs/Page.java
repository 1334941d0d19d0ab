package dev.loam.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A Markdown page: its lines, its fenced blocks and the rows of its tables.
record Page(Path file, List<String> lines, List<Block> blocks, List<Row> rows) {
    private static final String FENCE = "```";

    /// A fenced block. `kind` is all that stands behind the opening fence, `line` the number of
    /// that line, counted from one.
    record Block(String kind, List<String> lines, int line) {
        String text() {
            return String.join("\n", lines);
        }

        boolean is(String wanted) {
            return kind.equals(wanted);
        }
    }

    /// A row of a table under its head, both as cells.
    record Row(List<String> head, List<String> cells, int line) {
        /// The cell below this word of the head, null where there is none.
        String cell(String name) {
            int at = head.indexOf(name);
            return at < 0 || at >= cells.size() ? null : cells.get(at);
        }
    }

    static Page read(Path file) {
        try {
            return of(file, Files.readAllLines(file));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /// Every page that people read: those of the root, of `docs` and of the examples.
    static List<Page> all() {
        List<Page> pages = new ArrayList<>();
        for (String root : List.of(".", "docs", "examples")) {
            try (Stream<Path> files = Files.walk(Path.of(root), root.equals(".") ? 1 : 9)) {
                files.filter(file -> file.toString().endsWith(".md")).map(Path::normalize)
                        .sorted().forEach(file -> pages.add(read(file)));
            } catch (IOException wrong) {
                throw new UncheckedIOException(wrong);
            }
        }
        return pages;
    }

    static Page of(Path file, List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        List<String> head = null;
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.startsWith(FENCE)) {
                int end = end(lines, at);
                blocks.add(new Block(line.substring(FENCE.length()).strip(),
                        lines.subList(at + 1, end), at + 1));
                at = end;
            } else if (!line.startsWith("|")) {
                head = null;
            } else if (head == null) {
                head = cells(line);
            } else if (!line.startsWith("|---") && !line.startsWith("| ---")) {
                rows.add(new Row(head, cells(line), at + 1));
            }
        }
        return new Page(file, lines, blocks, rows);
    }

    /// The text of every block of this kind, one after the other.
    String text(String kind) {
        return String.join("\n", blocks.stream()
                .filter(block -> block.is(kind)).map(Block::text).toList());
    }

    boolean has(String kind) {
        return blocks.stream().anyMatch(block -> block.is(kind));
    }

    private static int end(List<String> lines, int from) {
        for (int at = from + 1; at < lines.size(); at++) {
            if (lines.get(at).startsWith(FENCE)) {
                return at;
            }
        }
        throw new IllegalArgumentException("a block without an end, line " + (from + 1));
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        var cell = new StringBuilder();
        String inner = line.strip().substring(1);
        for (int at = 0; at < inner.length(); at++) {
            char c = inner.charAt(at);
            if (c == '\\' && at + 1 < inner.length() && inner.charAt(at + 1) == '|') {
                cell.append('|');
                at++;
            } else if (c == '|') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        return cells;
    }
}
