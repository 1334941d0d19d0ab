package dev.loam.adapters.postgres.schema;

import dev.loam.ports.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A project's migrations: run in order, once each, and never changed afterwards.
///
/// Each file runs in one transaction together with the record that it ran. A file with a
/// statement that PostgreSQL refuses in a transaction (`CREATE INDEX CONCURRENTLY`, `VACUUM`,
/// `ALTER SYSTEM` …), with its own `BEGIN`/`COMMIT` in the middle, or with the line
/// `-- loam: no-transaction` above its first statement, runs statement by statement instead; then
/// a failure leaves what came before it, and says so.
///
/// The connection is the owner's, in auto-commit, and used by nobody else meanwhile. Text such as
/// `${name}` has no meaning and stays as it is.
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

    private final History history;
    private final ScriptRunner runner;
    private final MigrationFolder folder;
    private final MigrationOptions options;
    private final Connection connection;

    private Migrations(Connection connection, MigrationFolder folder, MigrationOptions options) {
        this.connection = connection;
        this.history = new History(connection);
        this.folder = folder;
        this.runner = new ScriptRunner(connection, folder.projectDir());
        this.options = options;
    }

    /// Whether the project has any.
    public static boolean any(MigrationFolder folder) {
        return !folder.seedScripts().isEmpty() || !folder.files(new ArrayList<>()).isEmpty();
    }

    /// Applies what is pending, then the seed when the database is new.
    ///
    /// Fails with [MigrationRefused] before anything runs, or with [MigrationFailed] at the first
    /// statement that fails; files before that one stay applied.
    public static MigrationReport run(Connection connection, MigrationFolder folder,
            MigrationOptions options) throws SQLException {
        return new Migrations(connection, folder, options).run();
    }

    /// Every migration of the project and of the database, in order; changes nothing.
    public static List<MigrationStatus> status(
            Connection connection, MigrationFolder folder) throws SQLException {
        return new Migrations(connection, folder, MigrationOptions.defaults()).status();
    }

    /// What the pending files need and the database lacks, in order; changes nothing.
    public static List<Missing> missing(Connection connection, MigrationFolder folder)
            throws SQLException {
        Migrations migrations =
                new Migrations(connection, folder, MigrationOptions.defaults());
        Map<MigrationVersion, History.Applied> applied = migrations.history.applied();
        List<MigrationFile> pending = migrations.folder.files(new ArrayList<>()).stream()
                .filter(file -> !applied.containsKey(file.version())).toList();
        boolean seeds = applied.isEmpty() || migrations.history.seedIsDue();
        return migrations.missing(pending, seeds);
    }

    /// Writes a new empty migration with the time in its name, and returns its path.
    public static Path create(MigrationFolder folder, String name, Clock clock) {
        String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
        if (plain.isEmpty()) {
            throw new MigrationRefused("A migration needs a name, for example add_shop.");
        }
        String version = TIMESTAMP.format(clock.now());
        List<MigrationFile> files = folder.files(new ArrayList<>());
        if (!files.isEmpty() && files.getLast().version()
                .compareTo(new MigrationVersion(version)) >= 0) {
            // Two within a second, or a newest file with a later number: go on after that.
            version = new BigInteger(files.getLast().version().text().split("\\.")[0])
                    .add(BigInteger.ONE).toString();
        }
        Path file = folder.migrations().resolve(version + "_" + plain + ".sql");
        try {
            Files.createDirectories(folder.migrations());
            Files.writeString(file, "-- " + name.strip() + "\n", StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return file;
    }

    private MigrationReport run() throws SQLException {
        List<String> leftOut = new ArrayList<>();
        List<MigrationFile> files = folder.files(leftOut);
        history.lock(options.lockTimeout().toMillis());
        try {
            Map<MigrationVersion, History.Applied> applied = history.applied();
            List<MigrationFile> pending = pending(files, applied);
            boolean fresh = applied.isEmpty() && !history.exists();
            boolean seeds = options.seed() && (fresh || history.seedIsDue());
            List<Missing> missing = missing(pending, seeds);
            refuse(missing);
            if (history.create() && options.seed()) {
                history.seedDue();
            }
            for (MigrationFile file : pending) {
                apply(file);
            }
            boolean seeded = seeds && seed();
            return new MigrationReport(pending.stream().map(MigrationFile::path).toList(),
                    seeded, missing, leftOut);
        } finally {
            history.unlock();
        }
    }

    private List<MigrationFile> pending(List<MigrationFile> files,
            Map<MigrationVersion, History.Applied> applied) {
        List<MigrationFile> pending = new ArrayList<>();
        Optional<MigrationVersion> newest = newest(applied);
        for (MigrationFile file : files) {
            History.Applied known = applied.get(file.version());
            if (known == null) {
                pending.add(file);
            } else if (changed(file, known)) {
                throw new MigrationRefused(file.path() + " was edited after it was applied:"
                        + " undo the edit, and put the change into a new migration.");
            }
        }
        if (!options.outOfOrder() && newest.isPresent()) {
            List<MigrationFile> late = pending.stream()
                    .filter(f -> f.version().compareTo(newest.get()) < 0).toList();
            if (!late.isEmpty()) {
                throw new MigrationRefused(late.stream().map(MigrationFile::path)
                        .collect(Collectors.joining(", ")) + ": older than version "
                        + newest.get().text() + ", which is applied already: give the file a"
                        + " newer number, or allow migrations out of order.");
            }
        }
        return pending;
    }

    private static Optional<MigrationVersion> newest(
            Map<MigrationVersion, History.Applied> applied) {
        return applied.keySet().stream().max(MigrationVersion::compareTo);
    }

    private static boolean changed(MigrationFile file, History.Applied known) {
        return known.checksum() != null && !known.checksum().equals(file.checksum());
    }

    private List<Missing> missing(List<MigrationFile> pending, boolean seeds)
            throws SQLException {
        List<SqlScript> scripts = new ArrayList<>(
                pending.stream().map(MigrationFile::script).toList());
        if (seeds) {
            scripts.addAll(folder.seedScripts());
        }
        return new MissingScan(connection).scan(scripts);
    }

    private void refuse(List<Missing> missing) {
        List<Missing> fatal = missing.stream().filter(Missing::fatal).toList();
        if (!fatal.isEmpty() && !options.missingAllowed()) {
            throw new MigrationRefused("The migrations need what this database does not have: "
                    + fatal.stream().map(Missing::toString).collect(Collectors.joining(", "))
                    + ". None of them was run.");
        }
    }

    private void apply(MigrationFile file) throws SQLException {
        SqlScript script = file.script();
        long start = System.nanoTime();
        runner.run(script, () -> history.write(file, script,
                Duration.ofNanos(System.nanoTime() - start).toMillis()));
        LOG.debug("applied {}", file.path());
    }

    private boolean seed() throws SQLException {
        List<SqlScript> scripts = folder.seedScripts();
        runner.runAll(scripts, history::seeded);
        scripts.forEach(script -> LOG.debug("loaded {}", script.file()));
        return !scripts.isEmpty();
    }

    private List<MigrationStatus> status() throws SQLException {
        Map<MigrationVersion, History.Applied> applied = history.applied();
        Optional<MigrationVersion> newest = newest(applied);
        Map<MigrationVersion, MigrationStatus> all = new TreeMap<>();
        applied.forEach((version, known) -> all.put(version, new MigrationStatus(version.text(),
                known.name(), known.file(), MigrationStatus.State.FILE_MISSING,
                known.appliedAt())));
        for (MigrationFile file : folder.files(new ArrayList<>())) {
            History.Applied known = applied.get(file.version());
            MigrationStatus.State state;
            if (known != null) {
                state = changed(file, known)
                        ? MigrationStatus.State.CHANGED : MigrationStatus.State.APPLIED;
            } else {
                state = newest.isPresent() && file.version().compareTo(newest.get()) < 0
                        ? MigrationStatus.State.OUT_OF_ORDER : MigrationStatus.State.PENDING;
            }
            all.put(file.version(), new MigrationStatus(file.version().text(), file.name(),
                    file.path(), state, known == null ? null : known.appliedAt()));
        }
        return List.copyOf(all.values());
    }
}
