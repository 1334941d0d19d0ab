package dev.loam.modules.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.modules.auth.config.PasswordConfig.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final Hashing COST = new Hashing(1_024, 2, 1, 1, 64);
    private static final Passwords PASSWORDS = new Passwords(COST, new Random(7)::nextBytes,
            HashingPoolTest.PLAIN);

    private static final String FIREBASE = "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8"
            + "zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA=="
            + "$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoIt"
            + "z+VHjoZilo78198JAdRuid5lQ==";

    /// A hash that others made public, and its password.
    private record Known(String password, String hash) {
    }

    private static final List<Known> KNOWN = List.of(
            // The reference implementation of Argon2.
            new Known("password", "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                    + "$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA"),
            new Known("password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                    + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"),
            // Openwall's crypt_blowfish; the last as libxcrypt makes it.
            new Known("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            new Known("U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            new Known("rasmuslerdorf",
                    "$2y$07$BCryptRequires22Chrcte/VlQH0piJtjXl.0t1XkA8pw9dMXTpOq"),
            // The README of Firebase's scrypt.
            new Known("user1password", FIREBASE),
            // RFC 7914 sections 12 and 11.
            new Known("pleaseletmein", "$scrypt$ln=14,r=8,p=1$" + base64("SodiumChloride") + "$"
                    + hexAsBase64("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                    + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")),
            new Known("passwd", "$pbkdf2-sha256$1$" + base64("salt") + "$" + hexAsBase64(
                    "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc")));

    private static final List<String> REFUSED = List.of(
            "", "secret", "$", "$$$$", "$5$salt$hash", "{SSHA}abcdefgh",
            // Too costly, in one number or in the product of several.
            "$argon2id$v=19$m=262145,t=1,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf",
            "$argon2id$v=19$m=1024,t=33,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf",
            "$argon2id$v=19$m=262144,t=4,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf",
            "$argon2id$v=19$m=99999999999,t=1,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf",
            "$2a$16$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$scrypt$ln=20,r=8,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf",
            "$scrypt$ln=17,r=8,p=3$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf",
            "$pbkdf2-sha256$1000001$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf",
            FIREBASE.replace("n=14", "n=18"),
            // Not of their form.
            "$argon2d$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf",
            "$argon2id$v=19$m=1024,t=0,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf",
            "$argon2id$v=19$m=1024,t=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf",
            "$argon2id$v=18$m=1024,t=1,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf",
            "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$short",
            "$argon2id$v=19$m=1024,t=1,p=1$not base64$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf",
            "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
            FIREBASE.replace("v=1", "v=2"), FIREBASE.replace("sk=jxsp", "sk="),
            "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$" + "A".repeat(2_000));

    @AfterAll
    static void close() {
        PASSWORDS.close();
    }

    @Test
    void a_hash_is_of_argon2id_with_its_cost_and_matches_its_password_only() {
        var hash = PASSWORDS.hash("pässword 🔑");
        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=1024,t=2,p=1\\$[\\w+/]{22}\\$[\\w+/]{43}");
        assertThat(PASSWORDS.verify("pässword 🔑", hash))
                .isEqualTo(new Passwords.Verified(true, false));
        assertThat(PASSWORDS.verify("pässword", hash).matches()).isFalse();
        assertThat(PASSWORDS.verify("", hash).matches()).isFalse();
        assertThat(PASSWORDS.acceptable(hash)).isTrue();
    }

    @Test
    void the_same_password_has_another_hash_each_time() {
        assertThat(PASSWORDS.hash("same")).isNotEqualTo(PASSWORDS.hash("same"));
    }

    @Test
    void hashes_of_others_are_verified_and_then_to_be_made_anew() {
        for (var known : KNOWN) {
            assertThat(PASSWORDS.acceptable(known.hash())).as(known.hash()).isTrue();
            assertThat(PASSWORDS.verify(known.password(), known.hash()).matches())
                    .as(known.hash()).isTrue();
            assertThat(PASSWORDS.verify(known.password() + "!", known.hash()))
                    .as(known.hash()).isEqualTo(new Passwords.Verified(false, false));
        }
        for (var other : KNOWN.subList(2, KNOWN.size())) {
            assertThat(PASSWORDS.verify(other.password(), other.hash()).needsUpgrade())
                    .as(other.hash()).isTrue();
        }
    }

    @Test
    void a_hash_of_less_cost_than_is_configured_needs_an_upgrade_and_one_of_more_does_not() {
        var hash = PASSWORDS.hash("same");
        assertThat(verifiedAt(new Hashing(1_024, 2, 1, 1, 1), hash)).isFalse();
        assertThat(verifiedAt(new Hashing(512, 1, 1, 1, 1), hash)).isFalse();
        assertThat(verifiedAt(new Hashing(1_025, 2, 1, 1, 1), hash)).isTrue();
        assertThat(verifiedAt(new Hashing(1_024, 3, 1, 1, 1), hash)).isTrue();
    }

    private static boolean verifiedAt(Hashing cost, String hash) {
        try (var passwords = new Passwords(cost, new Random(8)::nextBytes,
                HashingPoolTest.PLAIN)) {
            var verified = passwords.verify("same", hash);
            assertThat(verified.matches()).isTrue();
            return verified.needsUpgrade();
        }
    }

    @Test
    void what_is_no_hash_or_costs_too_much_matches_nothing_and_is_not_acceptable() {
        for (var refused : REFUSED) {
            assertThat(PASSWORDS.acceptable(refused)).as(refused).isFalse();
            assertThat(PASSWORDS.verify("secret", refused).matches()).as(refused).isFalse();
        }
        assertThat(PASSWORDS.verify("secret", null).matches()).isFalse();
    }

    @Test
    void bcrypt_with_stray_bits_matches_nothing_and_throws_nothing() {
        assertThat(PASSWORDS.verify("U*U",
                "$2a$05$CCCCCCCCCCCCCCCCCCCCCCE5YPO9kmyuRGyh0XouQYb4YMJKvyOeW").matches())
                .isFalse();
    }

    @Test
    void memory_of_one_hash_leaves_no_trace_in_the_next() {
        var first = PASSWORDS.hash("first");
        var second = PASSWORDS.hash("second");
        for (int i = 0; i < 3; i++) {
            PASSWORDS.waste("between");
            assertThat(PASSWORDS.verify("first", first).matches()).isTrue();
            assertThat(PASSWORDS.verify("second", second).matches()).isTrue();
        }
    }

    private static String base64(String text) {
        return Phc.text(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hexAsBase64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
