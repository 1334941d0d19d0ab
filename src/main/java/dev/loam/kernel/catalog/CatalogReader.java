package dev.loam.kernel.catalog;

import dev.loam.ports.database.Database;
import dev.loam.ports.database.Run;
import java.util.List;
import java.util.function.Supplier;

/// Reads the catalog of a database, PostgreSQL 14 to 18, again and again: what did not change since
/// the last time is neither asked for nor made anew.
///
/// What is dear in PostgreSQL (printing types, finding the columns behind views) is asked once for
/// each different thing or done on this side. One thread at a time may read.
public final class CatalogReader {
    private final Database database;
    private Known known;
    private volatile boolean forgotten;

    public CatalogReader(Database database) {
        this.database = database;
    }

    /// `schemas` are the exposed ones, `extraSearchPath` further ones in which media type handlers
    /// may lie; `version` is that of the catalog to make. `runs` says
    /// how long a query that begins now may take.
    public record Options(
            List<String> schemas, List<String> extraSearchPath, long version,
            Supplier<Run> runs) {
        public Options {
            schemas = List.copyOf(schemas);
            extraSearchPath = List.copyOf(extraSearchPath);
        }
    }

    /// Blocks until all is read that is new. After a failure the next call goes on from where the
    /// last success was.
    public Catalog read(Options options) throws CatalogUnreadable {
        var queries = new CatalogQueries(database, options.runs());
        if (forgotten) {
            forgotten = false;
            known = null;
        }
        Known now = known == null || !known.schemas().equals(options.schemas()) ? null
                : new Reading(queries, options, known).read();
        if (now == null) {
            // Two of them need not be in memory.
            known = null;
            now = new Reading(queries, options, Known.nothing(options.schemas())).read();
        }
        known = now;
        return now.catalog();
    }

    /// The next reading asks for everything: the database may be another one by now. Any thread may
    /// call this.
    public void forget() {
        forgotten = true;
    }

    /// Reads everything, once.
    public static Catalog read(Database database, Options options) throws CatalogUnreadable {
        return new CatalogReader(database).read(options);
    }
}
