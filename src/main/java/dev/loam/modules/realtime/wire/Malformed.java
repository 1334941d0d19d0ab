package dev.loam.modules.realtime.wire;

/// A frame that is none of the protocol's.
public final class Malformed extends Exception {
    public Malformed(String why) {
        super(why, null, false, false);
    }
}
