package dev.loam.app.command;

import dev.loam.adapters.postgres.embedded.EmbeddedBackup;
import dev.loam.adapters.postgres.embedded.EmbeddedFolder;
import dev.loam.adapters.postgres.embedded.EmbeddedPostgresException;
import dev.loam.app.cli.Actions;
import dev.loam.app.cli.CheckOptions;
import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.DiffOptions;
import dev.loam.app.cli.KeyOptions;
import dev.loam.app.cli.MigrateOptions;
import dev.loam.app.cli.ReviewOptions;
import dev.loam.app.cli.ProjectOptions;
import dev.loam.app.cli.RestOptions;
import dev.loam.app.running.ModuleList;
import dev.loam.kernel.pipeline.PipelineConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/// The commands, over the running parts.
public final class ProjectActions implements Actions {
    @Override
    public int up(ProjectOptions options, Console console) {
        return said(() -> new UpAction(options, console).run());
    }

    @Override
    public int rest(RestOptions options, Console console) {
        return said(() -> new RestAction(options, console).run());
    }

    @Override
    public int migrate(MigrateOptions options, Console console) {
        return said(() -> new MigrateAction(options, console).run());
    }

    @Override
    public int keys(KeyOptions options, Console console) {
        return said(() -> new KeysAction(options, console).run());
    }

    @Override
    public int doctor(ReviewOptions options, Console console) {
        return said(() -> new DoctorAction(options, console).run());
    }

    @Override
    public int policies(ReviewOptions options, Console console) {
        return said(() -> new PoliciesAction(options, console).run());
    }

    @Override
    public int diff(DiffOptions options, Console console) {
        return new DiffAction(options, console).run();
    }

    @Override
    public int backup(ProjectOptions options, Path file, Console console) {
        requireOwn(options, "backup");
        if (Files.exists(file)) {
            throw new CommandFailed(file + " exists; nothing was copied");
        }
        return said(() -> {
            EmbeddedFolder folder = new EmbeddedFolder(options.project().own());
            EmbeddedBackup.backup(folder.jdbcUrl(), folder.dataDir(), file);
            console.err().println("Copied the database of " + options.project().dir() + " to "
                    + file);
            return 0;
        });
    }

    @Override
    public int restore(ProjectOptions options, Path file, Console console) {
        requireOwn(options, "restore");
        return said(() -> {
            EmbeddedBackup.restore(file, options.project().own());
            console.err().println("Restored " + file + "; loam up starts it");
            return 0;
        });
    }

    @Override
    public int checkConsistency(CheckOptions options, Console console) {
        return said(() -> new CheckAction(options, console).run());
    }

    @Override
    public int modules(ProjectOptions options, Console console) {
        ModuleList.MANIFESTS.forEach(module ->
                console.out().printf("%-10s %s%n", module.name(), module.purpose()));
        return 0;
    }

    @Override
    public int routes(ProjectOptions options, Console console) {
        console.out().printf("%-20s %s%n", UpAction.PREFIX + "/", "rest");
        PipelineConfig.RESERVED.forEach(prefix ->
                console.out().printf("%-20s %s%n", prefix + "/", "not here yet: 501"));
        return 0;
    }

    @Override
    public String databaseUrl(ProjectOptions options) {
        String url = options.config().database().url();
        if (url != null) {
            return url;
        }
        EmbeddedFolder folder = new EmbeddedFolder(options.project().own());
        folder.promise(options.config().database().embeddedPort());
        return folder.ownerUrl();
    }

    private static void requireOwn(ProjectOptions options, String what) {
        if (!options.config().database().embedded()) {
            throw new CommandFailed("loam " + what + " copies Loam's own PostgreSQL; "
                    + "for another server use its own tools");
        }
    }

    private static int said(IntSupplier action) {
        try {
            return action.getAsInt();
        } catch (EmbeddedPostgresException wrong) {
            throw new CommandFailed(wrong.getMessage());
        }
    }
}
