package dev.loam.app.running;

import dev.loam.kernel.changes.ChangeHub;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Kind;
import dev.loam.kernel.module.Meter.Reading;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is shown of the change feed.
final class FeedMeters {
    private FeedMeters() {
    }

    static List<Meter> of(ChangeHub feed, SourceChoice.Way way) {
        var source = Map.of("source", way.name().toLowerCase(Locale.ROOT));
        return List.of(
                new Meter("loam_feed_reading", Kind.GAUGE,
                        "Whether committed changes are read now, by where they are read.",
                        List.of("source"),
                        () -> List.of(new Reading(source, feed.state().reading() ? 1 : 0))),
                Meter.gauge("loam_feed_listeners", "Listeners to committed changes.",
                        feed::listeners),
                Meter.counter("loam_feed_cut_off_total",
                        "Listeners that were too slow and hear no more.", feed::cutOff),
                Meter.gauge("loam_feed_kept_bytes",
                        "Memory that newest commits take, kept for those that come back.",
                        feed::keptBytes),
                Meter.gauge("loam_feed_position_bytes",
                        "How far the log has been told, as a position in it.",
                        () -> feed.position() == null ? null : feed.position().value()),
                Meter.gauge("loam_feed_last_commit_timestamp_seconds",
                        "When the newest commit was made that has been told.",
                        () -> feed.lastCommitAt() == null ? null
                                : feed.lastCommitAt().toEpochMilli() / 1000.0));
    }
}
