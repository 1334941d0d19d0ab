package dev.loam.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.config.Secret;
import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final String SERVICE = Tokens.hs256("{\"role\":\"service_role\",\"sub\":\"7\"}");

    private final HandClock clock = new HandClock();
    private final TokenVerifier verifier =
            new TokenVerifier(Tokens.config(Tokens.SECRET), clock);

    @Test
    void the_claims_are_the_text_that_was_signed() {
        var payload = """
                { "role" : "author", "exp": 1e400000000, "n": 1.10, "é": "\\u0000" }
                """;

        assertThat(verifier.verify("Bearer " + Tokens.hs256(payload), null))
                .isEqualTo(new Caller("author", payload, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
            "-                                   | -                    | anon",
            "-                                   | TOKEN                | service_role",
            "Bearer TOKEN                        | -                    | service_role",
            "bearer TOKEN                        | -                    | service_role",
            "BEARER   TOKEN                      | -                    | service_role",
            "Bearer\tTOKEN                       | -                    | service_role",
            "Bearer TOKEN                        | sb_publishable_abc_1 | service_role",
            "Bearer TOKEN                        | sb_unknown           | service_role",
            "Bearer sb_publishable_abc_1         | sb_publishable_abc_1 | anon",
            "Bearer sb_secret_def_2              | sb_secret_def_2      | service_role",
            "Bearer sb_secret_def_2              | -                    | anon",
            "Bearer sb_publishable_abc_1         | sb_secret_def_2      | service_role",
            "-                                   | sb_publishable_abc_1 | anon",
            "-                                   | sb_secret_def_2      | service_role",
            "Basic dXNlcjpwYXNz                  | -                    | anon",
            "Basic dXNlcjpwYXNz                  | sb_secret_def_2      | service_role",
            "Bearerish TOKEN                     | -                    | anon",
            "Token                               | -                    | anon",
            "``                                  | ``                   | anon",
    })
    void the_proof_of_identity_is_chosen(String authorization, String apikey, String role) {
        var caller = verifier.verify(withToken(authorization), withToken(apikey));

        assertThat(caller.role()).isEqualTo(role);
        assertThat(caller.anonymous()).isEqualTo(role.equals("anon"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
            "Bearer      | - | PGRST301 | Empty JWT is sent in Authorization header",
            "`Bearer  `  | - | PGRST301 | Empty JWT is sent in Authorization header",
            "Bearer a           | -              | PGRST301 | Expected 3 parts in JWT; got 1",
            "Bearer a.b         | -              | PGRST301 | Expected 3 parts in JWT; got 2",
            "Bearer a.b.c.d.e   | -              | PGRST301 | Expected 3 parts in JWT; got 5",
            "Bearer ..          | -              | PGRST301 | JWT couldn't be decoded",
            "Bearer é.é.é       | -              | PGRST301 | JWT couldn't be decoded",
            "Bearer TOKEN=      | -              | PGRST301 | JWT couldn't be decoded",
            "Bearer TOKEN TOKEN | -              | PGRST301 | Expected 3 parts in JWT; got 5",
            "-                  | nonsense       | PGRST301 | Expected 3 parts in JWT; got 1",
            "-                  | sb_secret_xyz  | LOAM-IDENTITY-002 | Invalid API key",
            "Bearer sb_x        | sb_x           | LOAM-IDENTITY-002 | Invalid API key",
    })
    void what_is_no_token_is_a_401(
            String authorization, String apikey, String code, String message) {
        var failure = refusal(verifier, withToken(authorization), withToken(apikey));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.message()).isEqualTo(message);
        assertThat(failure.headers()).containsEntry("WWW-Authenticate",
                "Bearer error=\"invalid_token\", error_description=\"" + message + "\"");
    }

    @Test
    void without_the_apikey_field_only_bearer_tokens_count() {
        var config = new IdentityConfig(new Secret(Tokens.SECRET), false, null, RolePath.ROLE,
                "anon", null, false, List.of(), 10, 4096, Duration.ZERO);
        var alone = new TokenVerifier(config, clock);

        assertThat(alone.verify(null, SERVICE).role()).isEqualTo("anon");
        assertThat(alone.verify(null, "gateway-key").role()).isEqualTo("anon");
        assertThat(refusal(alone, "Bearer sb_secret_def_2", null).code()).isEqualTo("PGRST301");
    }

    @Test
    void a_token_without_a_key_to_check_it_is_a_500() {
        var keyless = new TokenVerifier(Tokens.config(null), clock);
        var failure = refusal(keyless, "Bearer " + SERVICE, null);

        assertThat(failure.code()).isEqualTo("PGRST300");
        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure.message()).isEqualTo("Server lacks JWT secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "{}", "{\"role\":null}", "{\"role\":\"\"}"})
    void without_an_anonymous_role_a_role_must_be_named(String payload) {
        var closed = new TokenVerifier(Tokens.config(Tokens.SECRET, null, 10), clock);
        var failure = refusal(
                closed, payload.equals("-") ? null : "Bearer " + Tokens.hs256(payload), null);

        assertThat(failure.code()).isEqualTo("PGRST302");
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.message()).isEqualTo("Anonymous access is disabled");
        assertThat(failure.headers()).containsEntry("WWW-Authenticate", "Bearer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}                                  | {\"role\":\"anon\"}",
            "`  { }`                             | `  {\"role\":\"anon\" }`",
            "{\"sub\":\"7\"}                     | {\"role\":\"anon\",\"sub\":\"7\"}",
            "{\"role\":null,\"sub\":\"7\"}       | {\"role\":\"anon\",\"sub\":\"7\"}",
            "{\"sub\": 1e999999 , \"role\" : \"\" } | {\"sub\": 1e999999 , \"role\" : \"anon\" }",
            "{\"a\":{\"role\":1},\"role\":null}  | {\"a\":{\"role\":1},\"role\":\"anon\"}",
    })
    void a_token_without_a_role_is_anonymous_and_keeps_its_claims(String payload, String claims) {
        assertThat(verifier.verify("Bearer " + Tokens.hs256(payload), null))
                .isEqualTo(new Caller("anon", claims, true, Set.of(),
                        payload.contains("\"7\"") ? "7" : null, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"app":{"role":"x"}}                        | {"role":"x","app":{"role":"x"}}
            {"app":{"role":"x"},"role":"y"}             | {"app":{"role":"x"},"role":"x"}
            {"role":[1,{"a":2.50}],"app":{"role":"x"}}  | {"role":"x","app":{"role":"x"}}
            {"role":12,"app":{"role":"x"}}              | {"role":"x","app":{"role":"x"}}
            {"app":{"role":"a\\"b\\né"}} | {"role":"a\\"b\\né","app":{"role":"a\\"b\\né"}}
            """)
    void a_role_from_elsewhere_becomes_the_claim_role(String payload, String claims) {
        var elsewhere = new TokenVerifier(
                Tokens.config(Tokens.SECRET, null, "$.app.role"), clock);

        assertThat(elsewhere.verify("Bearer " + Tokens.hs256(payload), null).claimsJson())
                .isEqualTo(claims);
    }

    @ParameterizedTest
    @ValueSource(strings = {"authenticator", "none", "None", "NONE"})
    void the_login_role_cannot_be_assumed(String role) {
        var failure = refusal(
                verifier, "Bearer " + Tokens.hs256("{\"role\":\"" + role + "\"}"), null);

        assertThat(failure.code()).isEqualTo("LOAM-IDENTITY-001");
        assertThat(failure.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "[\"x\"]", "{\"a\":\"x\"}", "\"a\\u0000b\"",
            "\"\\ud800\""})
    void a_role_that_is_no_name_is_refused(String role) {
        var failure = refusal(verifier, "Bearer " + Tokens.hs256("{\"role\":" + role + "}"), null);

        assertThat(failure.code()).isEqualTo("PGRST303");
        assertThat(failure.message()).isEqualTo("Parsing claims failed");
    }

    @Test
    void a_token_above_the_bound_is_refused_unread() {
        var token = Tokens.hs256("{\"role\":\"x\",\"pad\":\"" + "x".repeat(20_000) + "\"}");

        assertThat(refusal(verifier, "Bearer " + token, null).code()).isEqualTo("PGRST301");
    }

    @Test
    void a_base64_secret_is_unwrapped_in_either_alphabet() {
        var bytes = new byte[48];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (255 - i);
        }
        var token = Tokens.mac("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8),
                "{\"role\":\"x\"}".getBytes(StandardCharsets.UTF_8), "HmacSHA256", bytes);
        for (var secret : List.of(Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().encodeToString(bytes).replace('=', '.'))) {
            var config = new IdentityConfig(new Secret(secret), true, null, RolePath.ROLE, "anon",
                    null, true, List.of(), 0, 4096, Duration.ZERO);

            assertThat(new TokenVerifier(config, clock).verify("Bearer " + token, null).role())
                    .isEqualTo("x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "{\"kty\":\"oct\",\"k\":\"c2hvcnQ\"}", "{}", "{\"keys\":[]}",
            "{\"kty\":\"RSA\"}", "{broken", "{\"keys\":[{\"kty\":\"unheard\"}]}"})
    void a_secret_that_cannot_serve_is_refused_at_once(String secret) {
        Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenVerifier(Tokens.config(secret), clock))
                .withMessageContaining("JWT secret")
                .withNoCause();
    }

    private static String withToken(String template) {
        return template == null ? null : template.replace("TOKEN", SERVICE);
    }

    static Failure refusal(TokenVerifier verifier, String authorization, String apikey) {
        return Assertions.catchThrowableOfType(
                Refusal.class, () -> verifier.verify(authorization, apikey)).failure();
    }
}
