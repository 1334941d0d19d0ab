package dev.loam.adapters.postgres.replication;

import dev.loam.base.position.Lsn;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of the wanted publications can be read.
///
/// The plugin looks a publication up as it was when a change was logged. A slot that stays may have
/// to begin before a publication was made, where naming it is an error: such a one is left aside
/// until that place has been passed.
final class Publications {
    private static final Logger LOG = LoggerFactory.getLogger(Publications.class);

    private final List<String> wanted;
    private final Map<String, Lsn> young = new HashMap<>();
    private List<String> read;
    private List<String> missing = List.of();

    Publications(List<String> wanted) {
        this.wanted = wanted;
    }

    /// Those that can be read behind `told`, in the order they were named in.
    List<String> readable(SideConnection side, Lsn told) throws SQLException {
        Set<String> present = side.publications(wanted);
        synchronized (young) {
            young.values().removeIf(told::atLeast);
            return wanted.stream()
                    .filter(name -> present.contains(name) && !young.containsKey(name)).toList();
        }
    }

    /// Notes which are read now, and answers those that were not read before: of what was committed
    /// to their tables nothing is known.
    List<String> joined(List<String> now) {
        List<String> before = read == null ? now : read;
        read = now;
        return now.stream().filter(name -> !before.contains(name)).toList();
    }

    /// Puts into the log which are not read, whenever these are others than before.
    void sayMissing(List<String> read) {
        List<String> now = wanted.stream().filter(name -> !read.contains(name)).toList();
        if (!now.equals(missing) && !now.isEmpty()) {
            LOG.warn("Changes are read of the publications {}, but not of {}: there is none of "
                    + "that name yet", read, now);
        }
        missing = now;
    }

    /// Leaves a publication aside that an error named, until `passed`.
    void tooYoung(String error, Lsn passed) {
        synchronized (young) {
            wanted.stream().filter(name -> error.contains('"' + name + '"'))
                    .forEach(name -> young.put(name, passed));
        }
    }

    @Override
    public String toString() {
        return String.join(", ", wanted);
    }
}
