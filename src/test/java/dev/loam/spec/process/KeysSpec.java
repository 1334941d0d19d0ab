package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.loam.fixture.RawHttp;
import dev.loam.spec.process.LoamProcess.Ended;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// `loam keys` with a verb, on a project that is being served and signs with ES256.
class KeysSpec {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path dir;

    private static LoamProcess loam;
    private static String anonKey;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(dir.resolve("loam.toml"), "[jwt]\nalgorithm = \"ES256\"\n");
        Projects.write(dir, "migrations/1_a.sql", "create table public.note (t text);\n"
                + "insert into note values ('kept');\n");
        loam = LoamProcess.up(dir, Map.of());
        anonKey = Projects.keys(dir).get("ANON_KEY");
    }

    @AfterAll
    static void stop() {
        loam.close();
    }

    @Test
    void keys_rotate_and_are_revoked_while_people_are_signed_in() throws Exception {
        String token = signedIn();
        String kid = JWSObject.parse(token).getHeader().getKeyID();
        assertThat(published()).containsExactly(kid);
        assertThat(notes("Bearer " + token).status()).isEqualTo(200);

        String standby = keys("standby").split(" ")[0];
        Waiting.until(() -> published().contains(standby), () -> published().toString());
        assertThat(keys("rotate")).startsWith(standby).contains("active");
        assertThat(keys("list")).contains(kid).contains("retired").contains(standby);
        assertThat(notes("Bearer " + token).status()).isEqualTo(200);

        assertThat(keys("revoke", kid)).contains("revoked");
        Waiting.until(() -> notes("Bearer " + token).status() == 401, loam::allErr);
        assertThat(published()).doesNotContain(kid);
        String next = signedIn();
        assertThat(notes("Bearer " + next).status()).isEqualTo(200);
    }

    @Test
    void an_api_key_opens_what_it_is_for_until_it_is_dropped() {
        Ended created = LoamProcess.run(dir, "keys", "create", "--name", "nightly", "--scope",
                "rest");
        String key = created.out().strip();
        assertThat(key).startsWith("sb_secret_");
        assertThat(loam.http().get("/rest/v1/note", "apikey", key).text()).contains("kept");
        assertThat(loam.http().get("/auth/v1/admin/users", "apikey", key).status())
                .isEqualTo(403);
        String listed = keys("api");
        assertThat(listed).contains("nightly", "service_role", "rest", "good")
                .doesNotContain(key);

        assertThat(keys("drop", listed.split(" ")[0])).contains("revoked");
        Waiting.until(() -> loam.http().get("/rest/v1/note", "apikey", key).status() == 401,
                loam::allErr);
        assertThat(LoamProcess.run(dir, "keys", "drop", UUID.randomUUID().toString()).code())
                .isEqualTo(1);
    }

    private static String keys(String... arguments) {
        var command = new String[arguments.length + 1];
        command[0] = "keys";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Ended ended = LoamProcess.run(dir, command);
        assertThat(ended.code()).as(ended.err()).isZero();
        return ended.out();
    }

    private static RawHttp.Answer notes(String authorization) {
        return loam.http().get("/rest/v1/note", "apikey", anonKey, "Authorization",
                authorization);
    }

    private static String signedIn() {
        String mail = UUID.randomUUID() + "@example.org";
        var fields = List.of(new String[] {"apikey", anonKey},
                new String[] {"Content-Type", "application/json"});
        var answer = loam.http().send("POST", "/auth/v1/signup", fields, ("{\"email\":\"" + mail
                + "\",\"password\":\"a long enough one\"}").getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JSON.readTree(answer.text()).required("access_token").asString();
    }

    private static List<String> published() {
        try {
            return JWKSet.parse(loam.http().get("/auth/v1/.well-known/jwks.json").text())
                    .getKeys().stream().map(JWK::getKeyID).toList();
        } catch (ParseException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
