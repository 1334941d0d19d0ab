package dev.loam.modules.realtime.wire;

/// The versions of the serializer, which a client chooses with `vsn`.
public enum Version {
    /// Objects of JSON.
    ONE,
    /// Arrays of JSON, and binary frames.
    TWO;

    /// That of a `vsn`, null for one that nobody knows. Without, it is the first, as Phoenix has
    /// it.
    public static Version of(String vsn) {
        if (vsn == null) {
            return ONE;
        }
        return switch (vsn) {
            case "1.0.0" -> ONE;
            case "2.0.0" -> TWO;
            default -> null;
        };
    }

    public Incoming read(String text) throws Malformed {
        return switch (this) {
            case ONE -> TextFrames.object(text);
            case TWO -> TextFrames.array(text);
        };
    }

    public Incoming read(byte[] bytes) throws Malformed {
        return switch (this) {
            case ONE -> throw new Malformed("a binary frame in version 1");
            case TWO -> BinaryFrames.read(bytes);
        };
    }
}
