package dev.loam.modules.realtime.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Binary frames of version 2: a kind, the lengths of its texts in one byte each, the texts, and
/// the payload up to the end of the frame.
///
/// A client sends pushes (kind 0) and broadcasts of its user (3); those that go out are broadcasts
/// (4). Kinds 1 and 2, Phoenix's replies and broadcasts of bytes, are for events with payloads that
/// are not JSON, which no event of ours has.
final class BinaryFrames {
    private static final int PUSH = 0;
    private static final int USER_PUSH = 3;
    private static final int USER_BROADCAST = 4;
    private static final int BINARY = 0;
    private static final int JSON = 1;
    /// What one length can say.
    static final int TEXT_BYTES_MAX = 255;

    private BinaryFrames() {
    }

    static Incoming read(byte[] frame) throws Malformed {
        int kind = frame.length == 0 ? -1 : frame[0];
        return switch (kind) {
            case PUSH -> {
                String[] texts = new String[4];
                byte[] payload = Arrays.copyOfRange(
                        frame, texts(frame, 1 + texts.length, texts), frame.length);
                yield new Incoming.BinaryPush(
                        reference(texts[0]), reference(texts[1]), texts[2], texts[3], payload);
            }
            case USER_PUSH -> {
                String[] texts = new String[5];
                byte[] payload = Arrays.copyOfRange(
                        frame, texts(frame, 2 + texts.length, texts), frame.length);
                int encoding = frame[1 + texts.length];
                if (encoding != BINARY && encoding != JSON) {
                    throw new Malformed("a payload in the unknown encoding " + encoding);
                }
                yield new Incoming.UserBroadcast(reference(texts[0]), reference(texts[1]),
                        texts[2], texts[3], texts[4], encoding == BINARY, payload);
            }
            default -> throw new Malformed("a binary frame of the unknown kind " + kind);
        };
    }

    /// Null where a text is too long for a frame of this form.
    static byte[] userBroadcast(
            String topic, String event, String metadata, boolean binary, byte[] payload) {
        byte[][] texts = {utf8(topic), utf8(event), utf8(metadata)};
        int length = 2 + texts.length + payload.length;
        for (byte[] text : texts) {
            if (text.length > TEXT_BYTES_MAX) {
                return null;
            }
            length += text.length;
        }
        byte[] frame = new byte[length];
        frame[0] = USER_BROADCAST;
        int at = 2 + texts.length;
        for (int i = 0; i < texts.length; i++) {
            frame[1 + i] = (byte) texts[i].length;
            System.arraycopy(texts[i], 0, frame, at, texts[i].length);
            at += texts[i].length;
        }
        frame[1 + texts.length] = (byte) (binary ? BINARY : JSON);
        System.arraycopy(payload, 0, frame, at, payload.length);
        return frame;
    }

    /// Reads the texts, whose lengths begin at the second byte, and says where they end.
    private static int texts(byte[] frame, int from, String[] into) throws Malformed {
        int at = from;
        for (int i = 0; i < into.length; i++) {
            int length = from > frame.length ? 0 : frame[1 + i] & 0xff;
            if (at + length > frame.length) {
                throw new Malformed("a binary frame that ends within its head");
            }
            into[i] = utf8(frame, at, length);
            at += length;
        }
        return at;
    }

    private static String reference(String text) {
        return text.isEmpty() ? null : text;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String utf8(byte[] frame, int at, int length) throws Malformed {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(frame, at, length)).toString();
        } catch (CharacterCodingException _) {
            throw new Malformed("a text that is not UTF-8");
        }
    }
}
