package dev.loam.app.config;

import dev.loam.base.config.ByteSize;
import dev.loam.kernel.idempotency.IdempotencyConfig;
import java.time.Duration;
import java.util.List;

/// The settings of `[idempotency]`: answers kept under the client's own key.
public final class IdempotencyTable {
    static final SettingTable TABLE = new SettingTable("idempotency.");

    private static final IdempotencyConfig CONFIG = IdempotencyConfig.DEFAULTS;

    public static final Setting<Boolean> ENABLED = TABLE.add("enabled", Kind.TRUTH, true,
            "Whether Idempotency-Key is heeded.");
    public static final Setting<Duration> LIFETIME = TABLE.add("lifetime", Kind.DURATION,
            CONFIG.lifetime(), "How long an answer is kept for those who send its request again.");
    public static final Setting<Duration> WAIT = TABLE.add("wait", Kind.DURATION, CONFIG.waitMax(),
            "How long a request waits for another one with the same key, at most.");
    public static final Setting<ByteSize> ANSWER_MAX = TABLE.add("answer-max",
            Kind.size(new ByteSize(1 << 10), new ByteSize(64 << 20)),
            new ByteSize(CONFIG.answerBytesMax()),
            "The largest answer that is kept; a request with a larger one is refused.");
    public static final Setting<List<String>> REQUIRED = TABLE.add("required", Kind.LIST,
            List.of(), "Where a key has to be sent: paths, with all below them, perhaps after a "
                    + "method, such as POST /rest/v1/payments.");

    private IdempotencyTable() {
    }
}
