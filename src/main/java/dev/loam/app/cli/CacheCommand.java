package dev.loam.app.cli;

import picocli.CommandLine.Command;

/// `loam cache`: the cache of answers.
@Command(name = "cache", synopsisSubcommandLabel = "COMMAND", description = {
    "Finds out which cache of answers would serve a project best.",
    "",
    "With cache.record-trace = 1000000 a running Loam notes so many accesses in "
            + "PROJECT_DIR/.loam/cache-trace; simulate replays them."})
final class CacheCommand {
}
