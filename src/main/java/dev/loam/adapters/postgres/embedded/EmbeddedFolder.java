package dev.loam.adapters.postgres.embedded;

import dev.loam.base.config.Secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A project's `.loam` folder, as far as the embedded server keeps things in it.
///
/// Readable without starting anything, so that `psql`, `keys` or `backup` can find a server that
/// another process runs.
public record EmbeddedFolder(Path root) {
    static final String OWNER = "postgres";
    static final String DATABASE = "postgres";
    static final String HOST = "127.0.0.1";

    public EmbeddedFolder {
        root = root.toAbsolutePath().normalize();
    }

    public Path dataDir() {
        return root.resolve("postgres");
    }

    public Path logFile() {
        return root.resolve("postgres.log");
    }

    Path passwordFile() {
        return root.resolve("postgres-password");
    }

    Path portFile() {
        return root.resolve("postgres-port");
    }

    /// True when a database was ever created here.
    public boolean hasData() {
        return Files.isRegularFile(dataDir().resolve("PG_VERSION"));
    }

    /// The process that holds the folder now; empty when nobody does.
    public OptionalLong owner() {
        return FolderLock.owner(root);
    }

    /// The port of the running server, or of the last one that ran.
    public OptionalInt port() {
        return readIfThere(portFile()).map(Integer::parseInt).map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    /// The owner's password; null when there is none yet.
    public Secret password() {
        return readIfThere(passwordFile()).map(Secret::new).orElse(null);
    }

    /// The owner's URL as `psql` and other clients read it; it holds the password.
    public String ownerUrl() {
        return "postgresql://" + OWNER + ":" + known().value() + "@" + HOST + ":" + knownPort()
                + "/" + DATABASE;
    }

    /// The same for JDBC; it holds the password.
    public String jdbcUrl() {
        return "jdbc:postgresql://" + HOST + ":" + knownPort() + "/" + DATABASE
                + "?user=" + OWNER + "&password=" + known().value();
    }

    /// Chooses and keeps the password and the port that the first start will take, so that the URL
    /// can be told before it. `port` 0 takes a free one. Does nothing for what is already kept.
    public void promise(int port) {
        try {
            create();
            if (password() == null && !hasData()) {
                newPassword();
            }
            if (port().isEmpty()) {
                try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
                    Files.writeString(portFile(), (port == 0 ? any.getLocalPort() : port) + "\n");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + root, e);
        }
    }

    /// Creates the folder; it ignores itself in git.
    void create() throws IOException {
        Files.createDirectories(root);
        Path ignore = root.resolve(".gitignore");
        if (Files.notExists(ignore)) {
            Files.writeString(ignore, "*\n");
        }
    }

    Secret newPassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String text = HexFormat.of().formatHex(random);
        writePrivately(passwordFile(), text + "\n");
        return new Secret(text);
    }

    /// Writes a file that only its owner may read, whole or not at all.
    static void writePrivately(Path file, String text) throws IOException {
        Path part = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".part",
                PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Secret known() {
        Secret password = password();
        if (password == null) {
            throw new EmbeddedPostgresException("No database was created in " + root + " yet.");
        }
        return password;
    }

    private int knownPort() {
        return port().orElseThrow(() ->
                new EmbeddedPostgresException("No server was started in " + root + " yet."));
    }

    private static Optional<String> readIfThere(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
