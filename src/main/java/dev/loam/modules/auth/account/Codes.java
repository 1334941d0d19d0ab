package dev.loam.modules.auth.account;

import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.OneTimeTokens;
import dev.loam.modules.auth.store.OneTimeTokens.Purpose;
import dev.loam.modules.auth.store.User;

/// Makes and takes the codes that people get by mail and telephone.
///
/// A code is kept, and sent in links, as its keyed hash over the address it went to: so it serves
/// for that address alone. In the link of a client that will fetch its session with a verifier the
/// hash begins with `pkce_`.
public final class Codes {
    static final String PKCE = "pkce_";

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

    /// Whether the code was sent to the address and is still kept. No account is looked at, and so
    /// wrong codes take the same time whether or not there is one.
    boolean sent(Statements tx, String address, String code) {
        var hash = hashes.code(address, code);
        return OneTimeTokens.kept(tx, address, hash, PKCE + hash);
    }

    /// Uses up a code that was typed: true where it is the account's, for one of the purposes, and
    /// not too old.
    public boolean take(
            Statements tx, User user, String address, String code, long secondsMax,
            Purpose... purposes) {
        var hash = hashes.code(address, code);
        for (var purpose : purposes) {
            if (OneTimeTokens.take(tx, user.id(), purpose, hash, secondsMax)
                    || OneTimeTokens.take(tx, user.id(), purpose, PKCE + hash, secondsMax)) {
                return true;
            }
        }
        return false;
    }
}
