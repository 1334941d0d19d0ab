package dev.loam.kernel.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.IdentityConfig.OpaqueKey;
import dev.loam.kernel.identity.IdentityFailure.AnonymousDisabled;
import dev.loam.kernel.identity.IdentityFailure.ApiKeysUnreadable;
import dev.loam.kernel.identity.IdentityFailure.ClaimsRefused;
import dev.loam.kernel.identity.IdentityFailure.KeyUnknown;
import dev.loam.kernel.identity.IdentityFailure.KeysUnread;
import dev.loam.kernel.identity.IdentityFailure.RoleForbidden;
import dev.loam.kernel.identity.IdentityFailure.SecretMissing;
import dev.loam.kernel.identity.IdentityFailure.TokenUndecodable;
import dev.loam.ports.time.Clock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Turns what a request brings as proof of identity into a [Caller], or refuses it.
///
/// A bearer token wins over the `apikey` field; an opaque key (`sb_…`) is never a bearer token, and
/// where one comes as such the `apikey` field decides, since clients send the key in both. Other
/// authorization schemes say nothing to us and leave the caller anonymous.
///
/// Verified tokens are remembered until they are pushed out by newer ones, so that a token costs
/// its signature check once. Every later use compares its end with the clock. The times of its
/// beginning are not looked at again: they have passed. What was verified under other key pairs
/// than those of now is verified anew, so that a revoked key takes its tokens with it at once. A
/// verifier lives as long as its configuration; another secret makes a new one.
///
/// No issuer is asked for: `iss` is only as true as the signature, and the keys say whose tokens
/// count. A foreign issuer has none of them.
///
/// Thread-safe; blocks for nothing but an opaque key that is not remembered. Fails with an
/// [IdentityFailure].
public final class TokenVerifier implements Verifier {
    private static final String SCHEME = "Bearer";
    private static final String OPAQUE = "sb_";

    private final IdentityConfig config;
    private final Clock clock;
    private final KeyRing keys;
    private final KeyRing keysWithoutSecrets;
    private final Supplier<SigningKeys> live;
    private final ApiKeyLookup apiKeys;
    private final Caller anonymous;
    private final List<KnownKey> opaqueKeys;
    private final Cache<String, Verified> cache;
    private final Audience audience;
    private final long skewMillis;

    /// @throws IllegalArgumentException where the secret cannot serve, with words for its owner
    public TokenVerifier(IdentityConfig config, Clock clock) {
        this(config, () -> SigningKeys.NONE, ApiKeyLookup.NONE, clock);
    }

    /// The same with keys that come and go. `live` is asked at each token, and must answer the same
    /// object as long as nothing has changed; `apiKeys` at each opaque key that is not configured.
    public TokenVerifier(
            IdentityConfig config, Supplier<SigningKeys> live, ApiKeyLookup apiKeys,
            Clock clock) {
        this.config = config;
        this.live = live;
        this.apiKeys = apiKeys;
        this.clock = clock;
        this.keys = config.jwtSecret() == null ? null
                : KeyRing.of(config.jwtSecret(), config.jwtSecretIsBase64());
        this.keysWithoutSecrets = keys == null ? null : keys.withoutSecrets();
        this.anonymous = config.anonymousRole() == null ? null
                : caller(config.anonymousRole(), Claims.ofRole(config.anonymousRole()), null);
        this.opaqueKeys = known(config.opaqueKeys());
        // Maintenance on the caller's thread: it is short, and nothing of ours runs on pools that
        // nobody bounds.
        this.cache = config.cacheEntriesMax() == 0 ? null : Caffeine.newBuilder()
                .maximumSize(config.cacheEntriesMax()).executor(Runnable::run).build();
        this.audience = Audience.of(config.audience());
        this.skewMillis = config.clockSkew().toMillis();
    }

    /// Establishes the caller.
    ///
    /// @param authorization the field `Authorization`, or null
    /// @param apikey the field `apikey`, or null
    @Override
    public Caller verify(String authorization, String apikey) {
        var bearer = bearer(authorization);
        if (bearer != null && !(config.apikeyHeader() && bearer.startsWith(OPAQUE))) {
            return ofToken(bearer);
        }
        var key = config.apikeyHeader() && apikey != null ? apikey.strip() : "";
        if (key.isEmpty()) {
            return anonymous();
        }
        return key.startsWith(OPAQUE) ? ofOpaqueKey(key) : ofToken(key);
    }

    /// The token of the scheme Bearer, perhaps empty; null for no or another scheme.
    private static String bearer(String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        int start = SCHEME.length();
        if (authorization.length() == start) {
            return "";
        }
        char separator = authorization.charAt(start);
        boolean ends = separator == ' ' || separator == '\t';
        return ends ? authorization.substring(start).strip() : null;
    }

    private Caller ofToken(String token) {
        if (token.isEmpty()) {
            throw new Refusal(new TokenUndecodable(
                    "Empty JWT is sent in Authorization header", null));
        }
        var current = live.get();
        if (keys == null && current.isEmpty()) {
            throw new Refusal(new SecretMissing());
        }
        if (cache == null) {
            return verified(token, current).caller();
        }
        long now = clock.now().toEpochMilli();
        var known = cache.getIfPresent(token);
        if (known == null || known.under() != current || now >= known.keyEndMillis()) {
            known = verified(token, current);
            cache.put(token, known);
        } else if (Claims.expired(known.expiryMillis(), now, skewMillis)) {
            throw Claims.refusal(ClaimsRefused.EXPIRED);
        }
        return known.caller();
    }

    private Verified verified(String text, SigningKeys current) {
        if (text.length() > config.tokenCharsMax()) {
            throw new Refusal(new TokenUndecodable(TokenUndecodable.NOT_DECODED,
                    "The token has " + text.length() + " characters, and "
                            + config.tokenCharsMax() + " are allowed."));
        }
        var token = SignedToken.parse(text);
        var now = clock.now();
        var pair = current.signerOf(token);
        if (pair == null) {
            checkBySettings(token, current);
        } else if (now.toEpochMilli() >= pair.endMillis()) {
            throw KeyRing.noKey();
        }
        var claims = Claims.parse(token.claims());
        claims.check(now, config.clockSkew(), audience);
        if (pair != null && !claims.tree().has("role")) {
            // The same pairs sign ID tokens, which say who signed in but open nothing.
            throw Claims.refusal("The JWT is no access token");
        }
        var role = role(claims);
        var caller = role == null ? anonymous(claims)
                : caller(role, claims.withRole(role), claims.subject());
        return new Verified(caller, claims.expiryMillis(),
                pair == null ? Long.MAX_VALUE : pair.endMillis(), current);
    }

    private void checkBySettings(SignedToken token, SigningKeys current) {
        var ring = current.secretRevoked() ? keysWithoutSecrets : keys;
        if (current == SigningKeys.UNREAD && token.mayBeOfPair()
                && (ring == null || !ring.holds(token))) {
            throw new Refusal(new KeysUnread());
        }
        if (ring == null) {
            throw KeyRing.noKey();
        }
        ring.check(token);
    }

    /// The role that the claims name, or null where they name none.
    private String role(Claims claims) {
        var found = config.roleClaim().first(claims.tree());
        if (found == null || found.isNull()) {
            return null;
        }
        if (!found.isString()) {
            throw new Refusal(new ClaimsRefused(ClaimsRefused.NOT_PARSED,
                    "The role at " + config.roleClaim() + " is not a string."));
        }
        var role = found.asString();
        if (role.isEmpty()) {
            return null;
        }
        if (!wellFormed(role)) {
            throw new Refusal(new ClaimsRefused(ClaimsRefused.NOT_PARSED,
                    "The role at " + config.roleClaim() + " is no name that PostgreSQL can take."));
        }
        if (!assumable(role, config.loginRole())) {
            throw new Refusal(new RoleForbidden(role));
        }
        return role;
    }

    /// Whether a token or key may bring the role: for PostgreSQL `none` means the role that logged
    /// in, and with either of the two a request would have the rights of the connection itself.
    static boolean assumable(String role, String loginRole) {
        return wellFormed(role) && !role.isEmpty() && !role.equalsIgnoreCase("none")
                && !role.equals(loginRole);
    }

    /// A NUL cannot be sent to PostgreSQL, and half a surrogate pair would become another name.
    private static boolean wellFormed(String role) {
        return role.indexOf('\0') < 0
                && role.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }

    private Caller ofOpaqueKey(String key) {
        var bytes = key.getBytes(StandardCharsets.UTF_8);
        Caller found = null;
        // All keys are compared, each in constant time, so that an answer's delay tells nothing.
        for (var known : opaqueKeys) {
            if (MessageDigest.isEqual(known.key(), bytes)) {
                found = known.caller();
            }
        }
        return found == null ? ofApiKey(key) : found;
    }

    private Caller ofApiKey(String text) {
        ApiKey key;
        try {
            key = apiKeys.find(text);
        } catch (KeysUnreadable wrong) {
            throw new Refusal(new ApiKeysUnreadable(), wrong);
        }
        if (key == null) {
            throw new Refusal(new KeyUnknown());
        }
        if (!assumable(key.role(), config.loginRole())) {
            throw new Refusal(new RoleForbidden(key.role()));
        }
        var claims = Claims.parse("{\"api_key\":\"" + key.id() + "\"}").withRole(key.role());
        return new Caller(key.role(), claims, key.role().equals(config.anonymousRole()),
                Set.copyOf(key.scopes()), null, String.valueOf(key.id()));
    }

    private Caller anonymous() {
        if (anonymous == null) {
            throw new Refusal(new AnonymousDisabled());
        }
        return anonymous;
    }

    private Caller anonymous(Claims claims) {
        var role = anonymous().role();
        return caller(role, claims.withRole(role), claims.subject());
    }

    private Caller caller(String role, String claimsJson, String subject) {
        return new Caller(role, claimsJson, role.equals(config.anonymousRole()), Set.of(),
                subject, null);
    }

    private List<KnownKey> known(List<OpaqueKey> keys) {
        var known = new ArrayList<KnownKey>();
        for (var key : keys) {
            known.add(new KnownKey(key.key().utf8(),
                    caller(key.role(), Claims.ofRole(key.role()), null)));
        }
        return List.copyOf(known);
    }

    private record KnownKey(byte[] key, Caller caller) {
    }

    /// `under` are the key pairs of the time: with others, it has to be verified anew.
    private record Verified(
            Caller caller, long expiryMillis, long keyEndMillis, SigningKeys under) {
    }
}
