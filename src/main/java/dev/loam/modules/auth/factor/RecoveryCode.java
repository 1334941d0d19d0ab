package dev.loam.modules.auth.factor;

import dev.loam.ports.time.Chance;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Codes on paper that stand in, once each, for a factor that was lost.
///
/// Ten characters out of 32 are 50 bits: too many to be guessed here, few enough that whoever had
/// the table could try them all against a plain hash within days. So they are stretched; the
/// user's id is the salt, and one hash per attempt finds the code in the table.
final class RecoveryCode {
    static final int COUNT = 10;
    static final int LENGTH = 10;
    /// Without those that look like others: 0 and o, 1 and l.
    private static final String ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz";
    private static final int ITERATIONS = 20_000;
    private static final int HASH_BITS = 256;

    private RecoveryCode() {
    }

    /// A set of new codes, as people get to see them.
    static List<String> random(Chance chance) {
        var codes = new ArrayList<String>(COUNT);
        for (int i = 0; i < COUNT; i++) {
            var code = new StringBuilder(LENGTH);
            for (byte random : chance.bytes(LENGTH)) {
                code.append(ALPHABET.charAt(random & (ALPHABET.length() - 1)));
            }
            codes.add(code.toString());
        }
        return codes;
    }

    /// What is stored of a code. Case, spaces and dashes, which people add, do not count.
    static String hash(UUID user, String code) {
        var plain = code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
        var spec = new PBEKeySpec(plain.toCharArray(),
                user.toString().getBytes(StandardCharsets.US_ASCII), ITERATIONS, HASH_BITS);
        try {
            return HexFormat.of().formatHex(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec).getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
