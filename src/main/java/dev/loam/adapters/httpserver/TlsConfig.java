package dev.loam.adapters.httpserver;

import dev.loam.base.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a listener needs to speak TLS. The first pair answers clients that name no host, or one
/// that no certificate is for; `passphrase` may be null and opens every key that is encrypted.
/// `poll` is how often the files are looked at.
public record TlsConfig(
        List<Pair> pairs, Secret passphrase, boolean onlyNewest, Duration poll) {
    /// A chain of certificates, the server's own first, and the private key of that one; PEM both.
    public record Pair(Path certificate, Path key) {
    }
}
