package dev.loam.app.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.loam.app.config.JwtSettings;
import dev.loam.base.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private static final JwtSettings NO_SECRET = new JwtSettings(null, false, null, "$.role", 10);

    @TempDir
    private Path dir;

    private ProjectFolder project;

    @BeforeEach
    void project() {
        project = new ProjectFolder(dir);
    }

    @Test
    void keys_are_made_once_and_kept() {
        Keys first = KeyFile.keys(project, NO_SECRET);

        assertThat(KeyFile.keys(project, NO_SECRET)).isEqualTo(first);
        assertThat(first.jwtSecret().value()).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void the_file_is_the_owners_alone_and_git_passes_over_it() throws Exception {
        KeyFile.keys(project, NO_SECRET);

        assertThat(Files.getPosixFilePermissions(project.keyFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(dir.resolve(".loam/.gitignore"))).isEqualTo("*\n");
        try (Stream<Path> files = Files.list(project.own())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(".gitignore", "keys.json");
        }
    }

    @Test
    void a_file_that_others_can_read_is_closed_to_them() throws Exception {
        KeyFile.keys(project, NO_SECRET);
        Files.setPosixFilePermissions(
                project.keyFile(), PosixFilePermissions.fromString("rw-r--r--"));

        KeyFile.keys(project, NO_SECRET);

        assertThat(Files.getPosixFilePermissions(project.keyFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void both_keys_are_hs256_tokens_of_the_secret_for_ten_years() throws Exception {
        Keys keys = KeyFile.keys(project, NO_SECRET);

        JWTClaimsSet anon = verified(keys.anonKey(), keys.jwtSecret().utf8());
        JWTClaimsSet service = verified(keys.serviceKey().value(), keys.jwtSecret().utf8());

        assertThat(anon.getStringClaim("role")).isEqualTo("anon");
        assertThat(service.getStringClaim("role")).isEqualTo("service_role");
        assertThat(anon.getIssuer()).isEqualTo("loam");
        assertThat(Duration.between(anon.getIssueTime().toInstant(),
                anon.getExpirationTime().toInstant())).isBetween(
                Duration.ofDays(3652), Duration.ofDays(3653));
        assertThat(anon.getClaims().keySet())
                .containsExactlyInAnyOrder("role", "iss", "iat", "exp");
    }

    @Test
    void a_configured_secret_wins() throws Exception {
        Keys made = KeyFile.keys(project, NO_SECRET);
        Secret secret = new Secret("a secret of at least thirty-two characters");

        Keys keys = KeyFile.keys(project, NO_SECRET.withSecret(secret));

        assertThat(keys.jwtSecret()).isEqualTo(secret);
        assertThat(verified(keys.anonKey(), secret.utf8()).getStringClaim("role"))
                .isEqualTo("anon");
        assertThat(KeyFile.keys(project, NO_SECRET)).isEqualTo(made);
    }

    @Test
    void a_secret_in_base64_signs_with_its_bytes() throws Exception {
        byte[] bytes = new byte[40];
        bytes[0] = (byte) 0xff;
        Secret secret = new Secret(Base64.getEncoder().encodeToString(bytes));

        Keys keys = KeyFile.keys(project, new JwtSettings(secret, true, null, "$.role", 10));

        assertThat(verified(keys.anonKey(), bytes)).isNotNull();
        assertThat(keys.jwtSecret()).isEqualTo(secret);
    }

    @Test
    void a_key_set_signs_with_its_symmetric_key() throws Exception {
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
        Secret secret = new Secret(
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"one\",\"k\":\"" + key + "\"}]}");

        Keys keys = KeyFile.keys(project, NO_SECRET.withSecret(secret));

        assertThat(SignedJWT.parse(keys.anonKey()).getHeader().getKeyID()).isEqualTo("one");
        assertThat(verified(keys.anonKey(), new byte[32])).isNotNull();
    }

    @Test
    void a_key_set_without_a_symmetric_key_cannot_sign() {
        Secret secret = new Secret("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                + "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");

        assertThatThrownBy(() -> KeyFile.keys(project, NO_SECRET.withSecret(secret)))
                .hasMessage("jwt.secret holds no symmetric key, so Loam cannot sign keys with it");
    }

    @Test
    void a_damaged_file_is_named() throws Exception {
        KeyFile.keys(project, NO_SECRET);
        for (String damage : List.of("", "{", "[]", "{\"jwt_secret\":\"x\",\"made_at\":\"y\"}")) {
            Files.writeString(project.keyFile(), damage);

            assertThatThrownBy(() -> KeyFile.keys(project, NO_SECRET)).as(damage)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("keys.json is damaged");
        }
    }

    @Test
    void processes_at_once_agree_on_one_set() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Keys> read = () -> KeyFile.keys(project, NO_SECRET);
            List<Future<Keys>> all = threads.invokeAll(List.of(read, read, read, read, read));
            for (Future<Keys> one : all) {
                assertThat(one.get()).isEqualTo(all.getFirst().get());
            }
        }
    }

    private static JWTClaimsSet verified(String token, byte[] secret) throws Exception {
        SignedJWT jwt = SignedJWT.parse(token);
        assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("HS256");
        assertThat(jwt.verify(new MACVerifier(secret))).isTrue();
        return jwt.getJWTClaimsSet();
    }
}
