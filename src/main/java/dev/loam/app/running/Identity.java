package dev.loam.app.running;

import dev.loam.app.config.JwtSettings;
import dev.loam.kernel.identity.ApiKey;
import dev.loam.kernel.identity.ApiKeyLookup;
import dev.loam.kernel.identity.ApiKeys;
import dev.loam.kernel.identity.DatabaseKeys;
import dev.loam.kernel.identity.IdentityConfig;
import dev.loam.kernel.identity.KeyRotation;
import dev.loam.kernel.identity.KeySeal;
import dev.loam.kernel.identity.KeysUnreadable;
import dev.loam.kernel.identity.LiveApiKeys;
import dev.loam.kernel.identity.LiveKeys;
import dev.loam.kernel.identity.ServiceKeys;
import dev.loam.kernel.identity.SigningAlgorithm;
import dev.loam.kernel.identity.SigningKeys;
import dev.loam.kernel.identity.TokenSigner;
import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.ports.database.Database;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Whose tokens count in a running process, and what it signs its own with.
///
/// The key pairs are those of the secret in force: when the settings bring another secret, they are
/// opened anew. They are first read when told to, not to be in the way of the first schema.
public final class Identity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);

    private final Database database;
    private final String role;
    private final SigningAlgorithm algorithm;
    private final Duration tokenLifetime;
    private final Clock clock;
    private JwtSettings jwt;
    private boolean begun;
    private volatile ApiKeys apiKeys;
    private volatile LiveApiKeys liveApiKeys;
    private volatile LiveKeys live;

    /// Keys are kept in that database, which may be null: then there are none but those of the
    /// settings. `role` is the one to act as there, null for that of the connections.
    Identity(
            Database database, String role, SigningAlgorithm algorithm, Duration tokenLifetime,
            Clock clock) {
        this.database = database;
        this.role = role;
        this.algorithm = algorithm;
        this.tokenLifetime = tokenLifetime;
        this.clock = clock;
    }

    /// How long a retired key verifies.
    public static Duration overlap(Duration tokenLifetime) {
        return tokenLifetime.plus(IdentityConfig.CLOCK_SKEW.multipliedBy(2));
    }

    /// A verifier under these settings, whose secret is in force from now on.
    synchronized TokenVerifier verifier(JwtSettings next, IdentityConfig config) {
        boolean changed = jwt == null || !Objects.equals(jwt.secret(), next.secret());
        jwt = next;
        if (changed && begun) {
            open();
        }
        if (database != null && apiKeys == null) {
            apiKeys = new ApiKeys(
                    database, role, config.loginRole(), new SystemChance(), clock);
            liveApiKeys = new LiveApiKeys(apiKeys, clock);
        }
        return new TokenVerifier(config, this::keys,
                liveApiKeys == null ? ApiKeyLookup.NONE : liveApiKeys, clock);
    }

    /// Begins to read the key pairs, at the first call.
    synchronized void begin() {
        if (!begun) {
            begun = true;
            open();
        }
    }

    private void open() {
        closeLive();
        live = database == null || jwt.secret() == null ? null : opened();
    }

    private LiveKeys opened() {
        var seal = new KeySeal(jwt.secret(), new SystemChance());
        var rotation = new KeyRotation(new DatabaseKeys(database, role, clock), new RandomKeys(),
                seal, overlap(tokenLifetime), clock);
        return new LiveKeys(new LiveKeys.Parts(rotation, seal, algorithm, secretSigner()),
                clock, LiveKeys.INTERVAL, new KeyLog());
    }

    private TokenSigner secretSigner() {
        try {
            return TokenSigner.of(jwt.secret(), jwt.secretIsBase64());
        } catch (IllegalArgumentException _) {
            // A set of public keys verifies, and that may be all that is wanted of it.
            return null;
        }
    }

    /// The key pairs now; asked at each token.
    public SigningKeys keys() {
        var current = live;
        if (current != null) {
            return current.get();
        }
        return database == null ? SigningKeys.NONE : SigningKeys.UNREAD;
    }

    /// Signs with what is in force at each signing.
    public TokenSigner signer() {
        return claimsJson -> {
            var current = live;
            return (current == null ? fallback() : current.signer()).sign(claimsJson);
        };
    }

    private synchronized TokenSigner fallback() {
        var signer = jwt == null || jwt.secret() == null ? null : secretSigner();
        if (signer == null) {
            throw new IllegalStateException("there is no key to sign with");
        }
        return signer;
    }

    /// Reads the keys again, as after a change made in this process, without waiting for it.
    public void refresh() {
        var remembered = liveApiKeys;
        if (remembered != null) {
            remembered.refresh();
        }
        var current = live;
        if (current != null) {
            current.refresh();
        }
    }

    /// The services' keys, for those who manage them; null without a database, and before the first
    /// verifier was made.
    public ApiKeys apiKeys() {
        return apiKeys;
    }

    /// The same from within this process, which takes a change at once.
    ServiceKeys serviceKeys() {
        return new ServiceKeys() {
            @Override
            public ApiKey.Created create(ApiKey.Wanted wanted) throws KeysUnreadable {
                return apiKeys.create(wanted);
            }

            @Override
            public List<ApiKey> list() throws KeysUnreadable {
                return apiKeys.list();
            }

            @Override
            public ApiKey revoke(UUID id) throws KeysUnreadable {
                var revoked = apiKeys.revoke(id);
                liveApiKeys.refresh();
                return revoked;
            }
        };
    }

    @Override
    public synchronized void close() {
        closeLive();
        if (liveApiKeys != null) {
            liveApiKeys.close();
        }
    }

    private void closeLive() {
        if (live != null) {
            live.close();
        }
    }

    /// Tells each trouble once. Without key pairs in use it is worth little.
    private final class KeyLog implements LiveKeys.Listener {
        private String told;

        @Override
        public void onChanged(int sealed) {
            told = null;
            LOG.info("Read the signing keys");
            if (sealed > 0) {
                LOG.warn("{} signing keys were sealed with another secret and do not count",
                        sealed);
            }
        }

        @Override
        public void onFailed(String why, Duration pause) {
            boolean matters = algorithm.asymmetric() && !why.equals(told);
            LOG.atLevel(matters ? Level.WARN : Level.DEBUG).log(
                    "Could not read the signing keys, trying again in {} ms: {}",
                    pause.toMillis(), why);
            told = why;
        }
    }
}
