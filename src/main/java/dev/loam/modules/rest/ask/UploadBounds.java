package dev.loam.modules.rest.ask;

/// Bounds of inserts whose bodies are read as they arrive.
///
/// - `wholeBytesMax`: the largest body that is taken whole, in one statement.
/// - `heldBytesMax`: the largest row, the largest body that cannot be taken in parts after all, and
///   the most that is gathered to be given back.
/// - `runningMax`: so many at a time, since each holds a connection while its client sends.
public record UploadBounds(int wholeBytesMax, int heldBytesMax, int runningMax) {
    private static final int WHOLE_BYTES_MAX = 1 << 20;

    public UploadBounds {
        if (wholeBytesMax < 1 || heldBytesMax < wholeBytesMax || runningMax < 1) {
            throw new IllegalArgumentException("uploads: positive, held at least whole");
        }
    }

    /// Bounds with the usual size of what is taken whole.
    public static UploadBounds of(int heldBytesMax, int runningMax) {
        return new UploadBounds(
                Math.min(WHOLE_BYTES_MAX, heldBytesMax), heldBytesMax, runningMax);
    }
}
