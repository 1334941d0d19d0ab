package dev.loam.kernel.identity;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// How the JSON inside tokens is read: one reading only, or none.
///
/// Two readers that take different sides on a doubled name or on bad UTF-8 would see two different
/// callers in one token (RFC 8725 section 2.4), so both are refused. Depth and the length of
/// numbers are bounded; numbers stay text or doubles, so that `1e400000000` is never written out.
final class StrictJson {
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(100)
                    .build())
            .build()).build();

    private StrictJson() {
    }

    /// The bytes as text.
    ///
    /// @throws CharacterCodingException where they are not UTF-8
    static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
}
