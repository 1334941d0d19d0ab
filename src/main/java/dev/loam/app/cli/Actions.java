package dev.loam.app.cli;

import java.nio.file.Path;

/// What commands ask of the running parts.
///
/// Each method blocks until its work is done (`up` and `rest` until the process is told to stop),
/// writes answers to the console's `out` and everything else to its `err`, and returns the exit
/// code. What cannot be done is a [CommandFailed] with a sentence for the person who asked.
public interface Actions {
    int up(ProjectOptions options, Console console);

    int rest(RestOptions options, Console console);

    int migrate(MigrateOptions options, Console console);

    int policies(ReviewOptions options, Console console);

    int doctor(ReviewOptions options, Console console);

    int diff(DiffOptions options, Console console);

    int backup(ProjectOptions options, Path file, Console console);

    int restore(ProjectOptions options, Path file, Console console);

    int keys(KeyOptions options, Console console);

    int checkConsistency(CheckOptions options, Console console);

    int modules(ProjectOptions options, Console console);

    int routes(ProjectOptions options, Console console);

    /// The owner's address of the project's database, password included, as psql reads it. Works
    /// before the first start: what the address needs is then chosen and kept.
    String databaseUrl(ProjectOptions options);
}
