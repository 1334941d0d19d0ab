package dev.loam.kernel.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The key pairs of a project as they were at one moment.
///
/// An active one signs; it, standbys and retired ones verify, the last until they expire; revoked
/// ones are not in here. Where `secretRevoked`, the plain secret of the settings verifies nothing
/// any more either. Immutable.
public final class SigningKeys {
    public static final SigningKeys NONE = new SigningKeys(List.of(), List.of(), false);

    /// Those of a process that has not read them yet: a token that it cannot verify may be good.
    public static final SigningKeys UNREAD = new SigningKeys(List.of(), List.of(), false);

    /// Under this name the store notes that the secret of the settings is revoked.
    static final String SECRET_ID = "secret";

    private final List<StoredKey> stored;
    private final Map<String, SigningKey> byId = new LinkedHashMap<>();
    private final boolean secretRevoked;
    private final String jwks;

    private SigningKeys(
            List<StoredKey> stored, List<SigningKey> keys, boolean secretRevoked) {
        this.stored = List.copyOf(stored);
        this.secretRevoked = secretRevoked;
        var published = new ArrayList<JWK>();
        for (var key : keys) {
            byId.put(key.stored().id(), key);
            published.add(key.published());
        }
        this.jwks = new JWKSet(published).toString(true);
    }

    /// Opens what may count from now on; pairs whose seal does not open are left out.
    static SigningKeys of(List<StoredKey> stored, KeySeal seal, Instant now) {
        var living = stored.stream().filter(one -> one.verifies(now)).toList();
        var opened = new ArrayList<SigningKey>();
        for (var one : living) {
            var key = SigningKey.open(one, seal);
            if (key != null) {
                opened.add(key);
            }
        }
        return new SigningKeys(living, opened, stored.stream().anyMatch(
                one -> one.id().equals(SECRET_ID) && one.status() == StoredKey.Status.REVOKED));
    }

    /// The public halves as a JWKS (RFC 7517); without keys where there are none. Symmetric keys
    /// are never in it.
    public String jwks() {
        return jwks;
    }

    /// How many keys are kept that count but could not be opened with the project's secret.
    int sealedCount() {
        return stored.size() - byId.size();
    }

    /// Who signs at that time; null where no key does. The youngest wins, should there be two.
    TokenSigner signer(Instant now) {
        TokenSigner found = null;
        Instant since = Instant.MIN;
        for (var key : byId.values()) {
            if (key.stored().signs(now) && key.stored().activatedAt().isAfter(since)) {
                found = key.signer();
                since = key.stored().activatedAt();
            }
        }
        return found;
    }

    /// The key that has signed a token, null where none of these has. Only the one that the token
    /// names is tried: tokens of ours always name theirs.
    SigningKey signerOf(SignedToken token) {
        var key = token.keyId() == null ? null : byId.get(token.keyId());
        return key != null && key.ring().holds(token) ? key : null;
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    boolean secretRevoked() {
        return secretRevoked;
    }

    /// Whether this is what would be opened from those keys now.
    boolean same(SigningKeys other) {
        return stored.equals(other.stored) && secretRevoked == other.secretRevoked;
    }
}
