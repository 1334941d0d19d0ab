package dev.loam.kernel.cache;

import dev.loam.ports.cache.CacheStore;
import dev.loam.ports.cache.CacheStores;
import java.util.List;

/// Replays accesses against a store of some policy and size, to see how often it would have had the
/// answer. Changes of the data are not replayed.
public final class Simulator {
    private Simulator() {
    }

    /// An access: which key, as a hash, and how much the answer weighs.
    public record Access(long key, int weight) {
        /// Reads a line of a recorded trace: the key in hexadecimal digits, a blank, the weight.
        ///
        /// Fails: NumberFormatException for anything else.
        public static Access parse(String line) {
            int blank = line.indexOf(' ');
            if (blank < 0) {
                throw new NumberFormatException("no access of a trace: " + line);
            }
            return new Access(Long.parseUnsignedLong(line.substring(0, blank), 16),
                    Integer.parseInt(line.substring(blank + 1)));
        }

        /// The line of a trace that says this.
        public String line() {
            return Long.toHexString(key) + " " + weight;
        }
    }

    /// What came of it.
    public record Result(long accesses, long hits, long bytes, long hitBytes) {
        public double hitRatio() {
            return accesses == 0 ? 0 : (double) hits / accesses;
        }

        public double byteHitRatio() {
            return bytes == 0 ? 0 : (double) hitBytes / bytes;
        }
    }

    public static Result replay(List<Access> trace, CacheStores stores, long weightMax) {
        CacheStore<Long, Access> store =
                stores.store(weightMax, Access::weight, (Long _, Access _) -> { });
        long hits = 0;
        long bytes = 0;
        long hitBytes = 0;
        for (Access access : trace) {
            bytes += access.weight();
            if (store.get(access.key()) != null) {
                hits++;
                hitBytes += access.weight();
            } else {
                store.put(access.key(), access);
            }
        }
        return new Result(trace.size(), hits, bytes, hitBytes);
    }
}
