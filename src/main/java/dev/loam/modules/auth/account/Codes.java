package dev.loam.modules.auth.account;

import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.OneTimeTokens;
import dev.loam.modules.auth.store.OneTimeTokens.Purpose;
import dev.loam.modules.auth.store.User;
import java.util.UUID;

/// Makes and takes the codes that people get by mail and telephone.
///
/// A code is kept, and sent in links, as its keyed hash over the address it went to: so it serves
/// for that address alone. In the link of a client that will fetch its session with a verifier the
/// hash begins with `pkce_`.
public final class Codes {
    static final String PKCE = "pkce_";

    private static final UUID NOBODY = new UUID(0, 0);

    private final Tokens tokens;
    private final Hashes hashes;

    public Codes(Tokens tokens, Hashes hashes) {
        this.tokens = tokens;
        this.hashes = hashes;
    }

    /// A code to type and the hash for the link.
    public record Code(String code, String hash) {
        /// It opens an account.
        @Override
        public String toString() {
            return "Code[***]";
        }
    }

    /// A new code of an account for a purpose, in place of the one before.
    public Code make(
            Statements tx, User user, Purpose purpose, String address, int digits, boolean pkce) {
        return keep(tx, user, purpose, address, tokens.digits(digits), pkce);
    }

    /// The same with a code that is given.
    public Code keep(
            Statements tx, User user, Purpose purpose, String address, String code,
            boolean pkce) {
        var hash = (pkce ? PKCE : "") + hashes.code(address, code);
        OneTimeTokens.put(tx, user.id(), purpose, hash, address);
        return new Code(code, hash);
    }

    /// Uses up a code that was typed: true where it is the account's, for one of the purposes, and
    /// not too old. No account, a null, takes as long as one without codes.
    public boolean take(
            Statements tx, User user, String address, String code, long secondsMax,
            Purpose... purposes) {
        var hash = hashes.code(address, code);
        var userId = user == null ? NOBODY : user.id();
        for (var purpose : purposes) {
            if (OneTimeTokens.take(tx, userId, purpose, hash, secondsMax)
                    || OneTimeTokens.take(tx, userId, purpose, PKCE + hash, secondsMax)) {
                return true;
            }
        }
        return false;
    }
}
