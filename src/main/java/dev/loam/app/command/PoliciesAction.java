package dev.loam.app.command;

import dev.loam.adapters.postgres.review.Finding;
import dev.loam.adapters.postgres.review.Finding.Level;
import dev.loam.adapters.postgres.review.Review;
import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.PoliciesOptions;
import dev.loam.app.config.RestSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `loam policies`: prints the findings of a [Review].
final class PoliciesAction {
    private static final Set<String> ROLES = Set.of("anon", "authenticated");

    private final PoliciesOptions options;
    private final Console console;

    PoliciesAction(PoliciesOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    int run() {
        try (var reached = ReachedDatabase.of(options.project());
                Connection owner = reached.connect()) {
            return review(owner);
        } catch (SQLException wrong) {
            throw new CommandFailed("The database could not be reached: " + wrong.getMessage());
        }
    }

    private int review(Connection owner) throws SQLException {
        List<String> unknown = Review.unknown(owner, options.schemas());
        if (!unknown.isEmpty()) {
            throw new CommandFailed("There is no schema " + String.join(", ", unknown));
        }
        RestSettings api = options.project().config().rest();
        var roles = new LinkedHashSet<>(ROLES);
        if (api.anonRole() != null) {
            roles.add(api.anonRole());
        }
        List<Finding> findings = Review.of(owner,
                options.schemas().isEmpty() ? api.schemas() : options.schemas(),
                List.copyOf(roles));
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
