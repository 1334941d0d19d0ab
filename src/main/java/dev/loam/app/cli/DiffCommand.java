package dev.loam.app.cli;

import dev.loam.app.config.ConfigRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loam diff`: what a client of one API would notice of another.
@Command(name = "diff", description = {
    "Compares two APIs by their OpenAPI documents, and names what breaks clients of the older one.",
    "",
    "OLD and NEW are a file with a document, the address of an API that is served "
            + "(http://127.0.0.1:8000/rest/v1/#NAME for a schema that is not its first), a "
            + "database (postgresql://USER@HOST/DATABASE?schema=NAME) or a project's folder "
            + "(shop#NAME)."},
        footer = {"", "Exit code 1 when there is a breaking change, with --strict also for a risky"
                + " one; 2 when OLD or NEW cannot be read."})
final class DiffCommand implements Callable<Integer> {
    private final Actions actions;
    private final Map<String, String> environment;
    private final Console console;

    @Parameters(index = "0", paramLabel = DiffOptions.OLD, description = "What clients know.")
    private String older;

    @Parameters(index = "1", paramLabel = DiffOptions.NEW, description = "What they will meet.")
    private String newer;

    @Option(names = "--role", paramLabel = "NAME", description = "Describe databases and projects"
            + " as this role may use them (everything in them).")
    private String role;

    @Option(names = {"-H", "--header"}, paramLabel = "'NAME: VALUE'", description = "A header to"
            + " ask addresses with, such as 'apikey: …'; may be repeated.")
    private List<String> headers = List.of();

    @Option(names = "--old-header", paramLabel = "'NAME: VALUE'",
            description = "The same for OLD alone.")
    private List<String> olderHeaders = List.of();

    @Option(names = "--new-header", paramLabel = "'NAME: VALUE'",
            description = "The same for NEW alone.")
    private List<String> newerHeaders = List.of();

    @Option(names = "--json", description = "Print the changes as JSON.")
    private boolean json;

    @Option(names = "--strict", description = "Fail for risky changes too.")
    private boolean strict;

    DiffCommand(Actions actions, Map<String, String> environment, Console console) {
        this.actions = actions;
        this.environment = environment;
        this.console = console;
    }

    @Override
    public Integer call() {
        return actions.diff(new DiffOptions(source(DiffOptions.OLD, older, olderHeaders),
                source(DiffOptions.NEW, newer, newerHeaders), role, json, strict), console);
    }

    private ApiSource source(String argument, String text, List<String> own) {
        List<String> sent = new ArrayList<>(headers);
        sent.addAll(own);
        for (String header : sent) {
            if (header.indexOf(':') < 1) {
                throw CommandFailed.usage("--header: wanted NAME: VALUE");
            }
        }
        try {
            return ApiSource.of(text, sent, environment);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage(argument + ": " + wrong.getMessage());
        } catch (ConfigRefused wrong) {
            throw CommandFailed.usage(argument + ": " + String.join("; ", wrong.problems()));
        }
    }
}
