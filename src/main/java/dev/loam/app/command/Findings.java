package dev.loam.app.command;

import dev.loam.adapters.postgres.review.Finding;
import dev.loam.adapters.postgres.review.Finding.Level;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.ReviewOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Shows findings, for people or for programs.
record Findings(ReviewOptions options, Console console) {
    /// The exit code: 1 where there is an error, or a warning while those count too.
    int shown(List<Finding> findings) {
        switch (options.format()) {
            case text -> print(findings);
            case json -> write(findings);
        }
        boolean failed = findings.stream().map(Finding::level).anyMatch(level ->
                level == Level.ERROR || level == Level.WARNING && options.strict());
        return failed ? 1 : 0;
    }

    private void print(List<Finding> findings) {
        PrintWriter out = console.out();
        for (Finding finding : findings) {
            out.printf("%-8s %s%n         %s%n         %s%n%n", word(finding.level()),
                    finding.object(), finding.reason(), finding.cure());
        }
        console.err().println(findings.isEmpty() ? "Nothing found." : count(findings, Level.ERROR)
                + ", " + count(findings, Level.WARNING) + ", " + count(findings, Level.INFO));
    }

    private static String count(List<Finding> findings, Level level) {
        long count = findings.stream().filter(one -> one.level() == level).count();
        return count + " " + word(level) + (count == 1 || level == Level.INFO ? "" : "s");
    }

    private void write(List<Finding> findings) {
        var text = new StringWriter();
        try (JsonGenerator json = JsonFactory.builder().build()
                .createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("findings");
            for (Finding finding : findings) {
                json.writeStartObject();
                json.writeStringProperty("level", word(finding.level()));
                json.writeStringProperty("rule", word(finding.rule()));
                json.writeStringProperty("object", finding.object());
                json.writeStringProperty("reason", finding.reason());
                json.writeStringProperty("cure", finding.cure());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        console.out().println(text);
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
