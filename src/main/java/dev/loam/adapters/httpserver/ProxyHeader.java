package dev.loam.adapters.httpserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a proxy says of the client in front of the bytes that it passes on: the PROXY protocol,
/// versions 1 (a line) and 2 (binary).
///
/// `client` is null where the proxy speaks for itself (`UNKNOWN`, `LOCAL`), or where there is no
/// header; `rest` are bytes that were read and belong to what follows.
/// Source: HAProxy's document "The PROXY protocol", sections 2.1 and 2.2.
record ProxyHeader(boolean present, InetSocketAddress client, byte[] rest) {
    private static final byte[] LINE = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BINARY = {
        '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int LINE_BYTES_MAX = 107;
    private static final int BINARY_BYTES_MAX = 4 << 10;

    /// Reads no byte beyond the header. Fails where one begins and is malformed or cut short.
    static ProxyHeader read(InputStream in) throws IOException {
        byte[] first = new byte[BINARY.length];
        for (int n = 0; n < first.length; n++) {
            int octet = in.read();
            if (octet < 0) {
                return none(first, n);
            }
            first[n] = (byte) octet;
            boolean line = n < LINE.length && begins(LINE, first, n + 1);
            if (line && n + 1 == LINE.length) {
                return line(in);
            }
            if (!line && !begins(BINARY, first, n + 1)) {
                return none(first, n + 1);
            }
        }
        return binary(in);
    }

    private static boolean begins(byte[] whole, byte[] with, int length) {
        return Arrays.equals(whole, 0, length, with, 0, length);
    }

    private static ProxyHeader none(byte[] read, int length) {
        return new ProxyHeader(false, null, Arrays.copyOf(read, length));
    }

    private static ProxyHeader line(InputStream in) throws IOException {
        var text = new ByteArrayOutputStream(LINE_BYTES_MAX);
        while (true) {
            int octet = in.read();
            if (octet < 0 || text.size() + LINE.length > LINE_BYTES_MAX) {
                throw new IOException("a PROXY line without an end");
            }
            if (octet == '\n') {
                break;
            }
            text.write(octet);
        }
        String line = text.toString(StandardCharsets.ISO_8859_1);
        if (!line.endsWith("\r")) {
            throw new IOException("a PROXY line that ends with LF alone");
        }
        String[] words = line.substring(0, line.length() - 1).split(" ", -1);
        if (words[0].equals("UNKNOWN")) {
            return new ProxyHeader(true, null, new byte[0]);
        }
        boolean shaped = words.length == 5
                && (words[0].equals("TCP4") && isNumeric(words[1], '.')
                || words[0].equals("TCP6") && isNumeric(words[1], ':'));
        if (!shaped) {
            throw new IOException("a malformed PROXY line");
        }
        try {
            return new ProxyHeader(true, new InetSocketAddress(
                    InetAddress.getByName(words[1]), Integer.parseInt(words[3])), new byte[0]);
        } catch (IllegalArgumentException malformed) {
            throw new IOException("a malformed PROXY line", malformed);
        }
    }

    /// A name would be looked up.
    private static boolean isNumeric(String address, char separator) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c != separator && c != '.' && Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return address.indexOf(separator) >= 0;
    }

    private static ProxyHeader binary(InputStream in) throws IOException {
        byte[] head = in.readNBytes(4);
        if (head.length < 4 || head[0] >> 4 != 2) {
            throw new IOException("a PROXY header of another version, or cut short");
        }
        int length = (head[2] & 0xff) << 8 | head[3] & 0xff;
        if (length > BINARY_BYTES_MAX) {
            throw new IOException("a PROXY header of " + length + " bytes");
        }
        byte[] body = in.readNBytes(length);
        int command = head[0] & 0xf;
        int octets = switch (head[1]) {
            case 0x11 -> 4;
            case 0x21 -> 16;
            default -> 0;
        };
        if (body.length < length || command > 1 || length < 2 * octets + 4 && octets > 0) {
            throw new IOException("a malformed PROXY header");
        }
        if (command == 0 || octets == 0) {
            return new ProxyHeader(true, null, new byte[0]);
        }
        var address = InetAddress.getByAddress(Arrays.copyOf(body, octets));
        int port = (body[2 * octets] & 0xff) << 8 | body[2 * octets + 1] & 0xff;
        return new ProxyHeader(true, new InetSocketAddress(address, port), new byte[0]);
    }
}
