package dev.loam.docs;

import dev.loam.docs.Page.Block;
import dev.loam.docs.Page.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Requests of a page and the answer it shows for the last of them.
///
/// A page has them in three forms: two `http` blocks, request and answer; an `sh` block of `curl`
/// commands and a block with what the last one prints; a row of a table with cells `request` and
/// `answer`. A block between two others ends nothing: only neighbours belong together.
record Example(Path file, int line, List<Request> requests, Block answer) {
    static final List<String> ANSWERS = List.of("json", "http", "text", "csv");

    record Request(String method, String target, List<String[]> headers, String body) {
        boolean has(String header) {
            return headers.stream().anyMatch(each -> each[0].equalsIgnoreCase(header));
        }
    }

    static List<Example> of(Page page) {
        List<Example> examples = new ArrayList<>();
        List<Block> blocks = page.blocks();
        for (int at = 0; at < blocks.size(); at++) {
            Block block = blocks.get(at);
            Block next = at + 1 < blocks.size() ? blocks.get(at + 1) : null;
            if (block.is("http")) {
                require(page, block.line(), next != null && ANSWERS.contains(next.kind()));
                examples.add(new Example(
                        page.file(), block.line(), List.of(written(block)), next));
                at++;
            } else if (block.is("sh")) {
                List<Request> requests = CurlCommand.allIn(block.text());
                boolean answered = next != null && ANSWERS.contains(next.kind())
                        && !requests.isEmpty();
                if (!requests.isEmpty()) {
                    examples.add(new Example(
                            page.file(), block.line(), requests, answered ? next : null));
                }
                at += answered ? 1 : 0;
            }
        }
        for (Row row : page.rows()) {
            if (row.cell("request") != null && row.cell("answer") != null) {
                examples.add(inTable(page.file(), row));
            }
        }
        examples.sort(Comparator.comparingInt(Example::line));
        return examples;
    }

    /// A request as HTTP has it: line, headers, an empty line, the body.
    static Request written(Block block) {
        List<String> lines = block.lines();
        String[] first = lines.getFirst().split(" ", 2);
        List<String[]> headers = new ArrayList<>();
        int at = 1;
        while (at < lines.size() && !lines.get(at).isBlank()) {
            headers.add(lines.get(at++).split(": ?", 2));
        }
        String body = at + 1 >= lines.size() ? ""
                : String.join("\n", lines.subList(at + 1, lines.size()));
        return new Request(first[0], first[1], headers, body);
    }

    private static Example inTable(Path file, Row row) {
        String target = code(row.cell("request"));
        String[] line = target.startsWith("/") ? new String[] {"GET", target}
                : target.split(" ", 2);
        var request = new Request(line[0], line[1], List.of(), "");
        return new Example(file, row.line(), List.of(request),
                new Block("json", List.of(code(row.cell("answer"))), row.line()));
    }

    /// A cell without its backticks.
    private static String code(String cell) {
        String text = cell;
        while (text.length() > 1 && text.startsWith("`") && text.endsWith("`")) {
            text = text.substring(1, text.length() - 1);
        }
        return text.strip();
    }

    private static void require(Page page, int line, boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException(
                    page.file() + ":" + line + ": a request without an answer");
        }
    }
}
