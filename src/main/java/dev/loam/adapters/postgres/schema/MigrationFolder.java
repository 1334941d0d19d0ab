package dev.loam.adapters.postgres.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a project keeps its SQL: `migrations/` and `seed.sql`, or the same below `supabase/`.
record MigrationFolder(Path projectDir, Path home) {
    /// A folder with `supabase/config.toml` and no `loam.toml` is a Supabase project, and so is
    /// one that has only `supabase/migrations`.
    static MigrationFolder of(Path projectDir) {
        Path project = projectDir.toAbsolutePath().normalize();
        Path supabase = project.resolve("supabase");
        boolean declared = Files.exists(supabase.resolve("config.toml"))
                && Files.notExists(project.resolve("loam.toml"));
        boolean only = Files.notExists(project.resolve("migrations"))
                && Files.isDirectory(supabase.resolve("migrations"));
        return new MigrationFolder(project, declared || only ? supabase : project);
    }

    Path migrations() {
        return home.resolve("migrations");
    }

    boolean isSupabase() {
        return !home.equals(projectDir);
    }

    /// All migrations in order. A `.sql` file with another kind of name is refused, except in a
    /// Supabase project, whose own tools leave it out; then its path is added to `leftOut`.
    List<MigrationFile> files(List<String> leftOut) {
        if (!Files.isDirectory(migrations())) {
            return List.of();
        }
        List<MigrationFile> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(migrations())) {
            for (Path path : paths.filter(p -> p.toString().endsWith(".sql"))
                    .filter(Files::isRegularFile).sorted().toList()) {
                Optional<MigrationFile> file = MigrationFile.named(
                        path.getFileName().toString(), relative(path), read(path));
                if (file.isEmpty() && !isSupabase()) {
                    throw new MigrationRefused(relative(path) + " is not named like a migration:"
                            + " call it <timestamp>_<name>.sql, for example"
                            + " 20260131120000_add_shop.sql, or V001__add_shop.sql.");
                }
                file.ifPresentOrElse(files::add, () -> leftOut.add(relative(path)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + migrations(), e);
        }
        files.sort(Comparator.comparing(MigrationFile::version));
        for (int i = 1; i < files.size(); i++) {
            if (files.get(i - 1).version().equals(files.get(i).version())) {
                throw new MigrationRefused(files.get(i - 1).path() + " and " + files.get(i).path()
                        + " have the same version: give one of them another.");
            }
        }
        return files;
    }

    /// The seed, when the project has one.
    Optional<SqlScript> seed() {
        Path file = home.resolve("seed.sql");
        return Files.isRegularFile(file)
                ? Optional.of(SqlScript.parse(relative(file), read(file))) : Optional.empty();
    }

    private String relative(Path path) {
        return projectDir.relativize(path).toString();
    }

    private static String read(Path path) {
        try {
            return MigrationFile.normal(Files.readString(path, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + " as UTF-8", e);
        }
    }
}
