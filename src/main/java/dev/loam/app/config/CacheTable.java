package dev.loam.app.config;

import dev.loam.adapters.memory.CachePolicy;
import dev.loam.base.config.ByteSize;
import dev.loam.kernel.cache.CacheConfig;
import java.time.Duration;
import java.util.List;

/// The settings of `[cache]`: answers that are kept for as long as the database would give them.
public final class CacheTable {
    static final SettingTable TABLE = new SettingTable("cache.");

    private static final CacheConfig CONFIG = CacheConfig.DEFAULTS;
    private static final ByteSize KIBIBYTE = new ByteSize(1 << 10);

    public static final Setting<Boolean> ENABLED = TABLE.add("enabled", Kind.TRUTH, true,
            "Whether answers to reads are kept until what they show changes.");
    public static final Setting<ByteSize> MEMORY = TABLE.add("memory",
            Kind.size(new ByteSize(1 << 20), new ByteSize(1L << 40)), CONFIG.weightMax(),
            "The memory that all kept answers may take together.");
    public static final Setting<ByteSize> ANSWER_MAX = TABLE.add("answer-max",
            Kind.size(KIBIBYTE, new ByteSize(1 << 30)), CONFIG.answerMax(),
            "The largest answer that is kept.");
    public static final Setting<CachePolicy> POLICY = TABLE.add("policy",
            Kind.choice(CachePolicy.class), CachePolicy.W_TINY_LFU,
            "Which answers go when the memory is full: those seldom asked for lately "
                    + "(w-tiny-lfu), least recently (lru), or least often (lfu).");
    public static final Setting<Duration> BOUND = TABLE.add("bound", Kind.DURATION,
            Duration.ofSeconds(2), "How old an answer may be, at most, where a request names no "
                    + "bound: how long other processes' writes may stay unseen.");
    public static final Setting<Duration> PROBE = TABLE.add("probe", Kind.DURATION,
            CONFIG.probeEvery(),
            "How often the database is asked how far it has come, while answers are given.");
    public static final Setting<Duration> AWAIT = TABLE.add("await", Kind.DURATION,
            CONFIG.writeWait(), "How long the answer to a write may be held back until what its "
                    + "triggers changed is known.");
    public static final Setting<List<String>> OFF_TABLES = TABLE.add("off-tables", Kind.LIST,
            List.of(), "Tables, written schema.table, from which nothing is kept.");
    public static final Setting<List<String>> OFF_ROLES = TABLE.add("off-roles", Kind.LIST,
            List.of(), "Roles for which nothing is kept.");
    public static final Setting<Integer> RECORD_TRACE = TABLE.add("record-trace",
            Kind.whole(0, 10_000_000), CONFIG.traceMax(),
            "How many accesses are recorded for loam cache simulate; 0 records none.");

    private CacheTable() {
    }
}
