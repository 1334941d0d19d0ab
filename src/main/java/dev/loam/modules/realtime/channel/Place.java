package dev.loam.modules.realtime.channel;

import dev.loam.base.position.Lsn;

/// The place of one change among all: the position of its commit and its place in the transaction,
/// from 0.
public record Place(Lsn position, int order) implements Comparable<Place> {
    /// The last place of a transaction, for whoever has heard all of it.
    public static Place endOf(Lsn position) {
        return new Place(position, Integer.MAX_VALUE);
    }

    /// Reads `16/B374D848`, the whole of a transaction, or `16/B374D848:3`, as far as its change 3.
    ///
    /// Fails: IllegalArgumentException for anything else.
    public static Place parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return endOf(Lsn.parse(text));
        }
        int order = Integer.parseInt(text.substring(colon + 1));
        if (order < 0) {
            throw new IllegalArgumentException("no place of a change: " + text);
        }
        return new Place(Lsn.parse(text.substring(0, colon)), order);
    }

    @Override
    public int compareTo(Place other) {
        int byPosition = position.compareTo(other.position);
        return byPosition != 0 ? byPosition : Integer.compare(order, other.order);
    }

    /// The form that [#parse] reads.
    @Override
    public String toString() {
        return order == Integer.MAX_VALUE ? position.toString() : position + ":" + order;
    }
}
