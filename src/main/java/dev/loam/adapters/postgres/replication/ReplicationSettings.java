package dev.loam.adapters.postgres.replication;

import dev.loam.base.config.ByteSize;
import java.time.Duration;
import java.util.List;

/// What is read, and through which slot.
///
/// Of the `publications` those that exist are read. `slot` is the name of a slot that stays when
/// this process ends, null for one that goes with its connection. The log that it keeps back may
/// come to `slotWalMax`; `pastBound` is what happens then. A transaction is handed on in parts of
/// at most `partChangesMax` changes or about `partMax`. `streaming` has the server send large
/// transactions before they end; up to `streamedMax` of such is kept here. After a failure it is
/// tried again soon; where something is missing that only people can mend, after `obstaclePause`. A
/// server that has been silent for `silenceMax` is given up.
public record ReplicationSettings(
        List<String> publications, String slot, ByteSize slotWalMax, PastBound pastBound,
        Streaming streaming, int partChangesMax, ByteSize partMax, ByteSize streamedMax,
        Duration obstaclePause, Duration silenceMax) {
    public static final List<String> PUBLICATIONS = List.of("loam_changes");
    public static final ByteSize SLOT_WAL_MAX = new ByteSize(4L << 30);
    /// The form of a slot's name.
    public static final String SLOT_NAME = "[a-z0-9_]{1,63}";
    private static final int PART_CHANGES_MAX = 1_000;
    private static final ByteSize PART_MAX = new ByteSize(4 << 20);
    private static final ByteSize STREAMED_MAX = new ByteSize(64 << 20);
    private static final Duration OBSTACLE_PAUSE = Duration.ofSeconds(30);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(20);

    /// What is done when a slot keeps back more of the log than it may.
    public enum PastBound {
        /// Nothing is read, which is said loudly; the server goes on keeping its log.
        REFUSE,
        /// The slot is dropped and a gap is told.
        DROP
    }

    /// Whether the server sends large transactions before they end. It otherwise writes them to its
    /// disk until they do.
    public enum Streaming { OFF, ON, PARALLEL }

    public ReplicationSettings {
        publications = List.copyOf(publications);
        if (publications.isEmpty()) {
            throw new IllegalArgumentException("at least one publication is named");
        }
        if (slot != null && !slot.matches(SLOT_NAME)) {
            throw new IllegalArgumentException(
                    "a slot's name has up to 63 small letters, digits and underscores: " + slot);
        }
        if (partChangesMax < 1) {
            throw new IllegalArgumentException("a part has at least one change");
        }
    }

    /// These publications through a temporary slot.
    public static ReplicationSettings of(List<String> publications) {
        return new ReplicationSettings(publications, null, SLOT_WAL_MAX, PastBound.REFUSE,
                Streaming.OFF, PART_CHANGES_MAX, PART_MAX, STREAMED_MAX, OBSTACLE_PAUSE,
                SILENCE_MAX);
    }

    /// Through a slot that stays; null for a temporary one.
    public ReplicationSettings withSlot(String name, ByteSize walMax, PastBound past) {
        return new ReplicationSettings(publications, name, walMax, past, streaming,
                partChangesMax, partMax, streamedMax, obstaclePause, silenceMax);
    }

    public ReplicationSettings withStreaming(Streaming how, ByteSize max) {
        return new ReplicationSettings(publications, slot, slotWalMax, pastBound, how,
                partChangesMax, partMax, max, obstaclePause, silenceMax);
    }

    public ReplicationSettings withPause(Duration pause) {
        return new ReplicationSettings(publications, slot, slotWalMax, pastBound, streaming,
                partChangesMax, partMax, streamedMax, pause, silenceMax);
    }

    public ReplicationSettings withSilence(Duration max) {
        return new ReplicationSettings(publications, slot, slotWalMax, pastBound, streaming,
                partChangesMax, partMax, streamedMax, obstaclePause, max);
    }

    boolean durable() {
        return slot != null;
    }

    Assembler.Bounds bounds() {
        return new Assembler.Bounds(partChangesMax, partMax.bytes(), streamedMax.bytes());
    }
}
