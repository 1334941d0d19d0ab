package dev.loam.adapters.httpserver;

/// The classes of octets in RFC 9110 section 5.6.2 and RFC 9112 sections 3 and 5.
final class Octets {
    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte HOST = 8;
    private static final byte[] CLASSES = new byte[256];

    static {
        for (int c = 0x20; c < 256; c++) {
            if (c != 0x7f) {
                // Bytes that RFC 3986 wants encoded are taken too: clients send them, and what they
                // mean is for the module to say.
                CLASSES[c] |= c == ' ' ? VALUE : VALUE | TARGET;
            }
        }
        CLASSES['\t'] |= VALUE;
        mark("!#$%&'*+-.^_`|~", TOKEN);
        mark("!$%&'*+-._~(),;=:[]", HOST);
        for (char c = '0'; c <= 'z'; c++) {
            if (Character.isLetterOrDigit(c)) {
                CLASSES[c] |= TOKEN | HOST;
            }
        }
    }

    private Octets() {
    }

    private static void mark(String characters, byte kind) {
        for (int i = 0; i < characters.length(); i++) {
            CLASSES[characters.charAt(i)] |= kind;
        }
    }

    static boolean isToken(byte octet) {
        return (CLASSES[octet & 0xff] & TOKEN) != 0;
    }

    /// Visible, blank, tab or above ASCII: no other control character belongs in a field value.
    static boolean isValue(byte octet) {
        return (CLASSES[octet & 0xff] & VALUE) != 0;
    }

    static boolean isTarget(byte octet) {
        return (CLASSES[octet & 0xff] & TARGET) != 0;
    }

    static boolean isHost(char c) {
        return c < 256 && (CLASSES[c] & HOST) != 0;
    }

    /// The value of a hexadecimal digit, -1 for anything else.
    static int hex(byte octet) {
        int c = octet | 0x20;
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
