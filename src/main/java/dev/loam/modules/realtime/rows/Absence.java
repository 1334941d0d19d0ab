package dev.loam.modules.realtime.rows;

import dev.loam.modules.realtime.channel.Place;

/// Stands before the recipient of a member that was away and cannot tell what it saw: where it
/// would have been told a row in that time, it is told once of a gap. For one thread.
final class Absence implements Recipient {
    private final Recipient returned;
    private final Place left;
    private final Place joined;
    private boolean missed;

    Absence(Recipient returned, Place left, Place joined) {
        this.returned = returned;
        this.left = left;
        this.joined = joined;
    }

    @Override
    public void row(Place place, byte[] message) {
        if (place.compareTo(joined) > 0) {
            returned.row(place, message);
        } else if (!missed) {
            gap("they were told here up to " + left + " before");
        }
    }

    @Override
    public void live(Place from) {
        returned.live(from);
    }

    @Override
    public void refused(String why) {
        returned.refused(why);
    }

    @Override
    public void unanswered(String why) {
        returned.unanswered(why);
    }

    @Override
    public void gap(String why) {
        missed = true;
        returned.gap(why);
    }

    @Override
    public void failed(String why) {
        returned.failed(why);
    }
}
