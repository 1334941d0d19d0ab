package dev.loam.adapters.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/// What a gzip file holds: its members one behind another, each held against its checksum.
///
/// The JDK's own stream takes what follows a member for nothing where it is not at hand yet, and
/// goes one call deeper with every empty member.
final class GunzipStream extends InputStream {
    private static final int BUFFER_BYTES = 8 << 10;
    private static final int HEAD_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int FLAGS = 31;

    private final InputStream from;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private long read;
    private boolean inMember;
    private boolean ended;

    GunzipStream(InputStream from) {
        this.from = from;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            if (!inMember && !begin()) {
                ended = true;
                break;
            }
            int n = inflate(to, offset, length);
            if (n > 0) {
                crc.update(to, offset, n);
                read += n;
                return n;
            }
            if (inflater.finished()) {
                finish();
            } else if (inflater.needsDictionary()) {
                throw new ZipException("a dictionary is needed");
            } else if (!fill()) {
                throw new EOFException("the data end too early");
            } else {
                inflater.setInput(buffer, at, end - at);
            }
        }
        return -1;
    }

    private int inflate(byte[] to, int offset, int length) throws IOException {
        try {
            return inflater.inflate(to, offset, length);
        } catch (DataFormatException wrong) {
            throw new ZipException(wrong.getMessage());
        }
    }

    /// Reads the head of a member; false where there is none any more.
    private boolean begin() throws IOException {
        if (at == end && !fill()) {
            return false;
        }
        if (octet() != 0x1f || octet() != 0x8b || octet() != 8) {
            throw new ZipException("no member begins where one is due");
        }
        int flags = octet();
        if ((flags & ~FLAGS) != 0) {
            throw new ZipException("unknown flags");
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(octet() | octet() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEAD_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(buffer, at, end - at);
        crc.reset();
        read = 0;
        inMember = true;
        return true;
    }

    private void finish() throws IOException {
        at = end - inflater.getRemaining();
        if (number() != crc.getValue() || number() != (read & 0xffff_ffffL)) {
            throw new ZipException("checksum or length differ");
        }
        inMember = false;
    }

    private long number() throws IOException {
        return octet() | octet() << 8 | octet() << 16 | (long) octet() << 24;
    }

    private void skipText() throws IOException {
        while (octet() != 0) {
            // Names and comments are of no use here.
        }
    }

    private void skip(int octets) throws IOException {
        for (int i = 0; i < octets; i++) {
            octet();
        }
    }

    private int octet() throws IOException {
        if (at == end && !fill()) {
            throw new EOFException("the data end too early");
        }
        return buffer[at++] & 0xff;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, from.read(buffer, 0, buffer.length));
        return end > 0;
    }

    @Override
    public void close() {
        ended = true;
        inflater.end();
    }
}
