package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Tokens signed with the keys of a set, each with a name of its own.
///
/// Source: PostgREST documentation, "kid verification".
class KeySetSpec {
    private static RSAKey rsa;
    private static RSAKey stranger;
    private static ECKey ec;
    private static RestServer server;

    @BeforeAll
    static void start() throws JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        stranger = new RSAKeyGenerator(2048).keyID("rsa").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        var set = new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK()));
        server = RestServer.start(
                PostgresFixture.freshDatabase("""
                        do $$ begin
                          if not exists (select from pg_roles where rolname = 'case_anon') then
                            create role case_anon nologin;
                          end if;
                          if not exists (select from pg_roles where rolname = 'case_user') then
                            create role case_user nologin;
                          end if;
                          if not exists (select from pg_roles where rolname = 'case_login') then
                            create role case_login login noinherit password 'case';
                          end if;
                        end $$;
                        grant case_anon, case_user to case_login;
                        create schema api;
                        create schema other;
                        grant usage on schema api to case_anon, case_user;
                        create function api.me() returns text language sql stable as
                          $$ select current_user::text $$;
                        """).url("case_login"),
                Map.of("PGRST_JWT_SECRET", set.toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_token_is_checked_with_the_key_it_names() throws JOSEException {
        assertThat(ask(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa)).text())
                .isEqualTo("\"case_user\"");
        assertThat(ask(JWSAlgorithm.PS512, "rsa", new RSASSASigner(rsa)).status()).isEqualTo(200);
        assertThat(ask(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec)).status()).isEqualTo(200);
    }

    @Test
    void one_that_names_none_is_checked_with_each() throws JOSEException {
        assertThat(ask(JWSAlgorithm.RS256, null, new RSASSASigner(rsa)).status()).isEqualTo(200);
        assertThat(ask(JWSAlgorithm.ES256, null, new ECDSASigner(ec)).status()).isEqualTo(200);
    }

    @Test
    void any_other_is_refused() throws JOSEException {
        for (RawHttp.Answer answer : List.of(
                ask(JWSAlgorithm.RS256, "rsa", new RSASSASigner(stranger)),
                ask(JWSAlgorithm.RS256, "ec", new RSASSASigner(rsa)),
                ask(JWSAlgorithm.RS256, "nobody", new RSASSASigner(rsa)),
                ask(JWSAlgorithm.RS256, null, new RSASSASigner(stranger)),
                // The public key, which everybody has, as the secret of an HMAC.
                ask(JWSAlgorithm.HS256, "rsa", new MACSigner(rsa.toPublicJWK().toString())))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text()).contains("PGRST301", "No suitable key or wrong key type");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=");
        }
    }

    private static RawHttp.Answer ask(JWSAlgorithm algorithm, String kid, JWSSigner signer)
            throws JOSEException {
        var token = new JWSObject(new JWSHeader.Builder(algorithm).keyID(kid).build(),
                new Payload("{\"role\": \"case_user\"}"));
        token.sign(signer);
        return server.http().get("/rpc/me", "Authorization", "Bearer " + token.serialize());
    }
}
