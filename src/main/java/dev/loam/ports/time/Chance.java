package dev.loam.ports.time;

/// The only source of chance above the adapters, so that tests can set it.
///
/// Never blocks or fails; what it gives cannot be foretold by anyone outside this process, and so
/// serves for secrets. Thread-safe.
@FunctionalInterface
public interface Chance {
    /// Fills the array with random bytes.
    void fill(byte[] bytes);

    /// So many random bytes.
    default byte[] bytes(int count) {
        var bytes = new byte[count];
        fill(bytes);
        return bytes;
    }
}
