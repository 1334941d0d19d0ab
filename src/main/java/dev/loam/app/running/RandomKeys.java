package dev.loam.app.running;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.loam.kernel.identity.KeyMaker;
import dev.loam.kernel.identity.SigningAlgorithm;

/// Makes key pairs with the JDK's generators.
public final class RandomKeys implements KeyMaker {
    private static final int RSA_BITS = 2048;

    @Override
    public JWK make(SigningAlgorithm algorithm) {
        try {
            return switch (algorithm) {
                case ES256 -> new ECKeyGenerator(Curve.P_256).generate();
                case RS256 -> new RSAKeyGenerator(RSA_BITS).generate();
                case HS256 -> throw new IllegalArgumentException("HS256 has no key pairs");
            };
        } catch (JOSEException missing) {
            throw new IllegalStateException("this JDK cannot make keys for " + algorithm, missing);
        }
    }
}
