package dev.loam.modules.auth.password;

import java.util.regex.Pattern;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// A hash by bcrypt, which looks at no more than 72 bytes of a password.
///
/// `$2x$`, the mark of a flawed implementation, is left out: its hashes would need the flaw.
record BcryptHash(String text) implements StoredHash {
    private static final int COST_MIN = 4;
    private static final int COST_MAX = 15;
    private static final Pattern FORM =
            Pattern.compile("\\$2[aby]\\$(\\d{2})\\$[./A-Za-z0-9]{53}");

    static BcryptHash read(String text) {
        var form = FORM.matcher(text);
        Phc.require(form.matches());
        int cost = Integer.parseInt(form.group(1));
        Phc.require(cost >= COST_MIN && cost <= COST_MAX);
        return new BcryptHash(text);
    }

    @Override
    public boolean matches(byte[] password) {
        try {
            return OpenBSDBCrypt.checkPassword(text, password);
        } catch (IllegalArgumentException | DataLengthException noHash) {
            // The last characters of salt and hash have bits to spare, which must be zero.
            return false;
        }
    }

    /// It can be tried against.
    @Override
    public String toString() {
        return "BcryptHash[***]";
    }
}
