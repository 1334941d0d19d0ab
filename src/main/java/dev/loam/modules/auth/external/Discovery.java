package dev.loam.modules.auth.external;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.loam.modules.auth.external.Service.Dialect;
import dev.loam.modules.auth.external.Service.OpenId;
import dev.loam.ports.time.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/// Finds the endpoints of OpenID Connect services by their issuers.
///
/// What was found counts for an hour; at most a hundred are remembered. A document that names
/// another issuer than it was asked for is refused, since it may be another's
/// (OpenID Connect Discovery 1.0 section 4.3); Azure's names a tenant or a place for one and is
/// only held to its host. Thread-safe; blocks while a service is asked.
final class Discovery {
    private static final String PATH = "/.well-known/openid-configuration";
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Calls calls;
    private final Clock clock;
    private final Cache<String, Found> cache =
            Caffeine.newBuilder().maximumSize(100).executor(Runnable::run).build();

    Discovery(Calls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    Metadata of(OpenId service) {
        var known = cache.getIfPresent(service.issuer());
        if (known != null && clock.nanos() - known.atNanos() < LIFETIME.toNanos()) {
            return known.metadata();
        }
        var metadata = fetch(service);
        cache.put(service.issuer(), new Found(metadata, clock.nanos()));
        return metadata;
    }

    private Metadata fetch(OpenId service) {
        boolean azure = service.dialect() == Dialect.AZURE;
        var base = azure && !service.issuer().endsWith("/v2.0")
                ? service.issuer() + "/v2.0" : service.issuer();
        var address = URI.create(base + PATH);
        try {
            var metadata = Metadata.read(calls.get(address, null), address);
            if (azure ? !host(metadata.issuer()).equals(host(base))
                    : !metadata.issuer().replaceAll("/+$", "").equals(base)) {
                throw Calls.unusable(address, "calls itself by the name of another issuer");
            }
            return metadata;
        } catch (IllegalArgumentException incomplete) {
            throw Calls.unusable(address, "has a discovery document that cannot be used");
        }
    }

    /// The host of an address whose path may hold a place such as `{tenantid}`.
    private static String host(String address) {
        return URI.create(address.replaceAll("[{}]", "")).getHost().toLowerCase(Locale.ROOT);
    }

    private record Found(Metadata metadata, long atNanos) {
    }
}
