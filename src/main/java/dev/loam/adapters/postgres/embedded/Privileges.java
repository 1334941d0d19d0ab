package dev.loam.adapters.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Under which identity the server's programs run: PostgreSQL refuses to run as root.
enum Privileges {
    /// Loam's own user, who is not root.
    OWN,
    /// Loam's own user without its powers and its name, in a user namespace of its own: for root,
    /// whose files stay root's, and for users without a name. Most containers refuse it.
    NAMESPACE,
    /// Another user, `nobody`, to whom the data is given.
    OTHER_USER;

    static final int NOBODY = 65_534;
    /// Where root keeps programs for others, when its own cache cannot be reached by them.
    private static final Path SHARED_CACHE = Path.of("/var/cache/loam");

    /// The programs and the identity that can run them.
    record Choice(Binaries binaries, Privileges privileges) {
    }

    /// Finds out by trying.
    static Choice choose(EmbeddedConfig config) throws IOException {
        Binaries binaries = Binaries.under(config.cacheDir());
        if (me() != 0) {
            // initdb refuses a user without a name, as containers often have; Java calls it "?".
            boolean nameless = System.getProperty("user.name").equals("?");
            return new Choice(binaries, nameless && NAMESPACE.canRun(binaries) ? NAMESPACE : OWN);
        }
        if (NAMESPACE.canRun(binaries)) {
            return new Choice(binaries, NAMESPACE);
        }
        return new Choice(forOthers(binaries), OTHER_USER);
    }

    static Binaries forOthers(Binaries binaries) throws IOException {
        if (OTHER_USER.canRun(binaries)) {
            return binaries;
        }
        Binaries shared = Binaries.under(SHARED_CACHE);
        if (OTHER_USER.canRun(shared)) {
            return shared;
        }
        throw new EmbeddedPostgresException("PostgreSQL does not run as root, and neither"
                + " \"unshare -U\" nor \"setpriv --reuid=" + NOBODY + "\" works here:"
                + " run Loam as a user who is not root, or give the URL of a database.");
    }

    List<String> command(Path program, String... arguments) {
        List<String> words = new ArrayList<>(switch (this) {
            case OWN -> List.of();
            case NAMESPACE -> List.of("unshare", "-U");
            case OTHER_USER -> List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY,
                    "--clear-groups");
        });
        words.add(program.toString());
        words.addAll(Arrays.asList(arguments));
        return words;
    }

    /// Makes the data this identity's own, where it was another's on an earlier start.
    void own(Path dataDir) throws IOException {
        int wanted = uid();
        if (Folders.owner(dataDir) == wanted) {
            return;
        }
        if (me() != 0) {
            throw new EmbeddedPostgresException("The database in " + dataDir
                    + " belongs to another user (number " + Folders.owner(dataDir)
                    + "): run Loam as that user, or give the folder to yours.");
        }
        Folders.give(dataDir, wanted);
    }

    /// Refuses a folder that this identity cannot walk into.
    void reach(Path folder) throws IOException {
        boolean reached = this != OTHER_USER || Command.run(Command.MINUTE, "",
                command(Path.of("test"), "-x", folder.toString())).succeeded();
        if (!reached) {
            throw new EmbeddedPostgresException("PostgreSQL runs as user " + NOBODY
                    + " here, who may not enter " + folder + ": allow that (chmod o+x on each"
                    + " folder above it), or keep the project elsewhere.");
        }
    }

    private int uid() throws IOException {
        return this == OTHER_USER ? NOBODY : me();
    }

    private boolean canRun(Binaries binaries) throws IOException {
        return Command.run(Command.MINUTE, "", command(binaries.postgres(), "--version"))
                .succeeded();
    }

    static int me() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }
}
