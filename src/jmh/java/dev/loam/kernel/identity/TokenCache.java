package dev.loam.kernel.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.loam.app.running.SystemClock;
import dev.loam.base.config.Secret;
import dev.loam.ports.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A token that was verified before, and one that has to be verified.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokenCache {
    private static final String SECRET = "a-secret-for-measurements-on-this-machine-only";
    private static final Clock CLOCK = new SystemClock();

    private TokenVerifier remembering;
    private TokenVerifier forgetful;
    private String authorization;

    @Setup
    public void prepare() throws JOSEException {
        IdentityConfig config =
                IdentityConfig.of(new Secret(SECRET), "anon", "authenticator", false, List.of());
        remembering = new TokenVerifier(config, CLOCK);
        forgetful = new TokenVerifier(new IdentityConfig(config.jwtSecret(), false, null,
                config.roleClaim(), config.anonymousRole(), config.loginRole(), false, List.of(),
                0, config.tokenCharsMax(), config.clockSkew()), CLOCK);
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), new JWTClaimsSet.Builder()
                .claim("role", "authenticated").claim("email", "luisg@embraer.com.br")
                .expirationTime(Date.from(Instant.now().plusSeconds(86_400))).build());
        token.sign(new MACSigner(SECRET));
        authorization = "Bearer " + token.serialize();
    }

    @Benchmark
    public Caller hit() {
        return remembering.verify(authorization, null);
    }

    @Benchmark
    public Caller miss() {
        return forgetful.verify(authorization, null);
    }
}
