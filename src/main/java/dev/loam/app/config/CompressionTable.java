package dev.loam.app.config;

import dev.loam.base.config.ByteSize;
import java.util.List;

/// The settings of `[compression]`: bodies that are made smaller on their way.
public final class CompressionTable {
    static final SettingTable TABLE = new SettingTable("compression.");

    public static final Setting<Boolean> ANSWERS = TABLE.add("answers", Kind.TRUTH, true,
            "Whether answers are compressed for clients that accept it.");
    public static final Setting<List<String>> CODINGS = TABLE.add("codings", Kind.LIST,
            List.of("zstd", "gzip", "deflate"), "The codings of answers and requests, the "
                    + "preferred ones first; none switches both off.");
    public static final Setting<ByteSize> SIZE_MIN = TABLE.add("size-min",
            Kind.size(new ByteSize(0), new ByteSize(1 << 30)), new ByteSize(1 << 10),
            "Answers that are smaller are sent as they are.");
    public static final Setting<Integer> GZIP_LEVEL = TABLE.add("gzip-level", Kind.whole(1, 9), 4,
            "From 1, which costs least, to 9, which compresses best; of deflate too.");
    public static final Setting<Integer> ZSTD_LEVEL = TABLE.add("zstd-level",
            Kind.whole(1, 19), 3, "From 1, which costs least, to 19, which compresses best.");
    public static final Setting<Integer> STREAMS_MAX = TABLE.add("streams-max",
            Kind.whole(0, 100_000), 100, "How many streamed answers are compressed at once, at "
                    + "some 0.5 MiB each; others are sent as they are.");
    public static final Setting<ByteSize> MEMORY = TABLE.add("memory",
            Kind.size(new ByteSize(0), new ByteSize(1L << 30)), new ByteSize(16 << 20),
            "The memory for compressed forms of kept answers.");
    public static final Setting<Integer> RATIO_MAX = TABLE.add("ratio-max",
            Kind.whole(1, 1_000_000), 200, "How many times larger than what was sent a request's "
                    + "body may be once it exceeds 1 MiB; more is answered 413.");

    private CompressionTable() {
    }
}
