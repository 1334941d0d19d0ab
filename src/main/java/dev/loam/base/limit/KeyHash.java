package dev.loam.base.limit;

/// SipHash-1-3 of texts under a secret key: nobody outside of this process can choose texts that
/// share a hash. Linear in the length, without allocation. Thread-safe.
///
/// A text goes in by its UTF-16 units, four to a word, so that the hash is not the one that other
/// programs compute of its bytes.
/// Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF".
public final class KeyHash {
    /// The bytes of a key.
    public static final int KEY_BYTES = 16;
    private static final int UNITS_PER_WORD = 4;
    private static final int END_ROUNDS = 3;

    private final long key0;
    private final long key1;

    /// @param key [#KEY_BYTES] of chance
    public KeyHash(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
        }
        key0 = word(key, 0);
        key1 = word(key, Long.BYTES);
    }

    private static long word(byte[] key, int from) {
        long word = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            word = word << Byte.SIZE | key[from + i] & 0xFF;
        }
        return word;
    }

    /// Never zero, which stands for an empty place elsewhere.
    public long of(String text) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int length = text.length();
        int whole = length / UNITS_PER_WORD;
        int rounds = whole + 1 + END_ROUNDS;
        for (int round = 0; round < rounds; round++) {
            long word = round < whole ? word(text, round * UNITS_PER_WORD, UNITS_PER_WORD)
                    : round == whole ? last(text, length) : 0;
            if (round == whole + 1) {
                v2 ^= 0xff;
            }
            v3 ^= word;
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        long hash = v0 ^ v1 ^ v2 ^ v3;
        return hash == 0 ? 1 : hash;
    }

    private static long word(String text, int from, int units) {
        long word = 0;
        for (int i = 0; i < units; i++) {
            word |= (long) text.charAt(from + i) << i * Character.SIZE;
        }
        return word;
    }

    /// The units that fill no word, and the length above them.
    private static long last(String text, int length) {
        int rest = length % UNITS_PER_WORD;
        return word(text, length - rest, rest) | (long) length << 3 * Character.SIZE;
    }
}
