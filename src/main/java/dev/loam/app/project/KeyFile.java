package dev.loam.app.project;

import dev.loam.app.config.JwtSettings;
import dev.loam.base.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The file in which a project keeps its own JWT secret and the moment it was made, readable by its
/// owner only.
public final class KeyFile {
    private static final int SECRET_BYTES = 48;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private KeyFile() {
    }

    /// The keys of a project, made and kept at the first call; two processes at once agree on one
    /// set. A configured secret wins over the kept one. Fails with `IllegalArgumentException` when
    /// the file is damaged or the configured secret cannot sign.
    public static Keys keys(ProjectFolder project, JwtSettings jwt) {
        Kept kept = kept(project);
        return Keys.signed(jwt.secret() == null ? jwt.withSecret(kept.secret()) : jwt,
                kept.madeAt());
    }

    private static Kept kept(ProjectFolder project) {
        Path file = project.keyFile();
        try {
            if (!Files.exists(file)) {
                project.prepare();
                PrivateFile.create(file, fresh());
            }
            return parse(file, PrivateFile.read(file));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static String fresh() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        ObjectNode content = JSON.createObjectNode();
        content.put("jwt_secret", Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        content.put("made_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
    }

    private static Kept parse(Path file, String content) {
        try {
            JsonNode json = JSON.readTree(content);
            return new Kept(new Secret(json.required("jwt_secret").asString()),
                    Instant.parse(json.required("made_at").asString()));
        } catch (JacksonException | DateTimeParseException wrong) {
            throw new IllegalArgumentException(file
                    + " is damaged; put it back from a copy, or delete it to get new keys", wrong);
        }
    }

    private record Kept(Secret secret, Instant madeAt) {
    }
}
