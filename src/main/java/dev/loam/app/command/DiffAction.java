package dev.loam.app.command;

import dev.loam.app.cli.ApiSource;
import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.DiffOptions;
import dev.loam.app.diff.ApiDiff;
import dev.loam.app.diff.Change;
import dev.loam.app.diff.Change.Level;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `loam diff`: reads two descriptions and prints what changed between them.
final class DiffAction {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DiffOptions options;
    private final Console console;

    DiffAction(DiffOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    int run() {
        JsonNode older = read(DiffOptions.OLD, options.older(), false);
        JsonNode newer = read(DiffOptions.NEW, options.newer(), false);
        // PostgREST, and files of its, speak the older version alone.
        boolean wasOld = isOld(older);
        if (wasOld && !isOld(newer)) {
            newer = read(DiffOptions.NEW, options.newer(), true);
        } else if (!wasOld && isOld(newer)) {
            older = read(DiffOptions.OLD, options.older(), true);
        }
        if (isOld(older) != isOld(newer)) {
            throw CommandFailed.usage(DiffOptions.OLD + " is written in OpenAPI "
                    + ApiDiff.version(older) + " and " + DiffOptions.NEW + " in "
                    + ApiDiff.version(newer) + "; they cannot be compared");
        }
        List<Change> changes = ApiDiff.between(older, newer);
        new Changes(console).show(changes, options.json());
        boolean failed = changes.stream().map(Change::level).anyMatch(level ->
                level == Level.BREAKING || level == Level.RISKY && options.strict());
        return failed ? 1 : 0;
    }

    private static boolean isOld(JsonNode document) {
        return ApiDiff.version(document).startsWith("2");
    }

    private JsonNode read(String argument, ApiSource source, boolean older) {
        try {
            JsonNode document = JSON.readTree(
                    new ApiReader(options.role(), older).read(source));
            if (ApiDiff.version(document) == null) {
                throw new IllegalArgumentException("this is no OpenAPI document of version 3 or 2");
            }
            return document;
        } catch (JacksonException _) {
            throw CommandFailed.usage(argument + ": this is no JSON document");
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage(argument + ": " + wrong.getMessage());
        }
    }
}
