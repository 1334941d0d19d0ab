package dev.loam.kernel.identity;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import dev.loam.base.config.Secret;
import dev.loam.base.failure.Refusal;
import dev.loam.ports.time.Chance;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/// A project's keys on a table: a store, those who change it, and a process that has read it when
/// told to.
final class KeyBench {
    static final Duration OVERLAP = Duration.ofMinutes(61);

    final HandClock clock = new HandClock();
    final KeysInMemory store = new KeysInMemory();
    final KeySeal seal = seal(Tokens.SECRET);
    final KeyRotation rotation = new KeyRotation(store, KeyBench::pair, seal, OVERLAP, clock);
    final AtomicReference<SigningKeys> live = new AtomicReference<>(SigningKeys.NONE);
    final TokenVerifier verifier =
            new TokenVerifier(Tokens.config(Tokens.SECRET), live::get, ApiKeyLookup.NONE, clock);

    static KeySeal seal(String secret) {
        var random = new Random(7);
        Chance chance = random::nextBytes;
        return new KeySeal(new Secret(secret), chance);
    }

    static JWK pair(SigningAlgorithm algorithm) {
        return algorithm == SigningAlgorithm.RS256
                ? Tokens.rsa(null) : Tokens.ec(Curve.P_256, null);
    }

    /// The process reads the store.
    void refresh() throws KeysUnreadable {
        live.set(SigningKeys.of(store.load(), seal, clock.now()));
    }

    /// A token for an author, for an hour, by whatever signs now in the process.
    String token() {
        return live.get().signer(clock.now()).sign("{\"role\":\"author\",\"exp\":"
                + clock.now().plus(Duration.ofHours(1)).getEpochSecond() + "}");
    }

    /// The role that a token gives, or the message of its refusal.
    String outcome(String token) {
        return outcome(verifier, token);
    }

    static String outcome(TokenVerifier verifier, String token) {
        try {
            return verifier.verify("Bearer " + token, null).role();
        } catch (Refusal refusal) {
            return refusal.failure().message();
        }
    }
}
