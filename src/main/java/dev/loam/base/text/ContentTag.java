package dev.loam.base.text;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A short text that is the same for the same rows, in every process.
public final class ContentTag {
    private static final int BYTES = 16;

    private ContentTag() {
    }

    /// Of rows as the bytes of their cells, null for none.
    public static String of(List<byte[][]> rows) {
        MessageDigest digest = sha256();
        ByteBuffer length = ByteBuffer.allocate(4);
        for (byte[][] row : rows) {
            for (byte[] cell : row) {
                // Lengths keep apart what would be the same bytes in a row.
                digest.update(length.clear().putInt(cell == null ? -1 : cell.length).flip());
                if (cell != null) {
                    digest.update(cell);
                }
            }
        }
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(Arrays.copyOf(digest.digest(), BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
