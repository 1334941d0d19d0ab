package dev.loam.modules.auth.webauthn;

import com.webauthn4j.data.AuthenticationData;
import java.util.UUID;

/// A browser's answer to a request to sign, read but not yet proven.
public final class Assertion {
    private final AuthenticationData data;

    Assertion(AuthenticationData data) {
        this.data = data;
    }

    /// Which credential claims to have signed, base64url.
    public String credentialId() {
        return Credential.text(data.getCredentialId());
    }

    public byte[] credentialIdBytes() {
        return data.getCredentialId();
    }

    /// Whose credential the authenticator takes it for; null where it does not say.
    public UUID user() {
        return UserHandle.user(data.getUserHandle());
    }

    AuthenticationData data() {
        return data;
    }
}
