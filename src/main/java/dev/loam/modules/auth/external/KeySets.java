package dev.loam.modules.auth.external;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.loam.ports.time.Clock;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;

/// The public keys of services, by the address of their set.
///
/// A set counts for a day and is fetched anew where a token names a key that is not in it, at most
/// once a minute: services rotate their keys, and forged names must not make us ask them all the
/// time. At most a hundred sets are remembered. Thread-safe; blocks while a service is asked.
final class KeySets {
    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final Duration RENEWAL_MIN = Duration.ofMinutes(1);

    private final Calls calls;
    private final Clock clock;
    private final Cache<URI, Found> cache =
            Caffeine.newBuilder().maximumSize(100).executor(Runnable::run).build();

    KeySets(Calls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /// The keys that a token may be signed with: those of its name, all where it names none.
    List<JWK> keys(URI address, String keyId) {
        var found = cache.getIfPresent(address);
        if (found == null || older(found, LIFETIME)) {
            found = fetch(address);
        }
        var keys = named(found, keyId);
        if (keys.isEmpty() && older(found, RENEWAL_MIN)) {
            keys = named(fetch(address), keyId);
        }
        return keys;
    }

    private boolean older(Found found, Duration age) {
        return clock.nanos() - found.atNanos() >= age.toNanos();
    }

    private static List<JWK> named(Found found, String keyId) {
        return keyId == null ? found.keys()
                : found.keys().stream().filter(key -> keyId.equals(key.getKeyID())).toList();
    }

    private Found fetch(URI address) {
        try {
            var set = JWKSet.parse(calls.get(address, null).toString());
            var found = new Found(set.getKeys(), clock.nanos());
            cache.put(address, found);
            return found;
        } catch (ParseException bad) {
            throw Calls.unusable(address, "has a set of keys that cannot be read");
        }
    }

    private record Found(List<JWK> keys, long atNanos) {
    }
}
