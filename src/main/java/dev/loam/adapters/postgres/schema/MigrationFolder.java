package dev.loam.adapters.postgres.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Where a project keeps its SQL: the folder of the migrations, and the seeds as they were given,
/// relative to the project's folder and perhaps with wildcards.
public record MigrationFolder(Path projectDir, Path migrations, List<String> seeds) {
    private static final int SEED_DEPTH_MAX = 16;

    public MigrationFolder {
        seeds = List.copyOf(seeds);
    }

    /// `dir` and `seeds` are relative to `projectDir`.
    public static MigrationFolder of(Path projectDir, String dir, List<String> seeds) {
        Path project = projectDir.toAbsolutePath().normalize();
        return new MigrationFolder(project, project.resolve(dir).normalize(), seeds);
    }

    boolean isSupabase() {
        return migrations.startsWith(projectDir.resolve("supabase"));
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

    /// The seeds that exist, each once: in the order given, those of one wildcard by name.
    List<SqlScript> seedScripts() {
        Set<Path> files = new LinkedHashSet<>();
        seeds.forEach(seed -> files.addAll(matching(seed)));
        return files.stream().map(file -> SqlScript.parse(relative(file), read(file))).toList();
    }

    private List<Path> matching(String seed) {
        int wildcard = firstWildcard(seed);
        if (wildcard < 0) {
            Path file = projectDir.resolve(seed).normalize();
            return Files.isRegularFile(file) ? List.of(file) : List.of();
        }
        // Only the folders below the last one without a wildcard are looked through.
        Path from = projectDir.resolve(seed.substring(0, seed.lastIndexOf('/', wildcard) + 1))
                .normalize();
        if (!Files.isDirectory(from)) {
            return List.of();
        }
        PathMatcher matcher = projectDir.getFileSystem().getPathMatcher("glob:" + seed);
        try (Stream<Path> below = Files.walk(from, SEED_DEPTH_MAX)) {
            return below.filter(path -> matcher.matches(projectDir.relativize(path)))
                    .filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + from, e);
        }
    }

    private static int firstWildcard(String seed) {
        for (int i = 0; i < seed.length(); i++) {
            if ("*?[{".indexOf(seed.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
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
