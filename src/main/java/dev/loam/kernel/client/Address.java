package dev.loam.kernel.client;

import java.util.Objects;

/// An IP address in 128 bits; one of version 4 is `::ffff:a.b.c.d`.
///
/// Read by hand: no name is ever looked up, and reading one makes nothing but itself.
/// Source: RFC 4291 section 2.2, RFC 5952 for the text.
record Address(long high, long low) {
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final int GROUPS = 8;

    /// The address that `text[from..to)` is, null when it is none. A zone (`%eth0`) is passed over.
    static Address parse(String text, int from, int to) {
        int colon = text.indexOf(':', from);
        if (colon < 0 || colon >= to) {
            long four = version4(text, from, to);
            return four < 0 ? null : new Address(0, MAPPED | four);
        }
        int zone = text.indexOf('%', from);
        return version6(text, from, zone < 0 || zone > to ? to : zone);
    }

    static Address parse(String text) {
        return parse(text, 0, text.length());
    }

    boolean isVersion4() {
        return high == 0 && (low & ~0xffff_ffffL) == MAPPED;
    }

    /// Four numbers of at most three digits; -1 for anything else, a zero in front among it.
    private static long version4(String text, int from, int to) {
        long address = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            int start = at;
            int number = 0;
            while (at < to && at - start < 3 && digit(text.charAt(at), 10) >= 0) {
                number = number * 10 + digit(text.charAt(at++), 10);
            }
            boolean ends = part == 3 ? at == to : at < to && text.charAt(at) == '.';
            boolean padded = at - start > 1 && text.charAt(start) == '0';
            if (at == start || number > 255 || padded || !ends) {
                return -1;
            }
            address = address << 8 | number;
            at++;
        }
        return address;
    }

    private static Address version6(String text, int from, int to) {
        long[] halves = new long[2];
        int group = 0;
        int gap = -1;
        int at = from;
        if (starts(text, "::", at, to)) {
            gap = 0;
            at += 2;
        }
        while (at < to) {
            int end = at;
            int number = 0;
            while (end < to && end - at < 4 && digit(text.charAt(end), 16) >= 0) {
                number = number << 4 | digit(text.charAt(end++), 16);
            }
            if (end < to && text.charAt(end) == '.') {
                long four = version4(text, at, to);
                if (four < 0 || group > GROUPS - 2) {
                    return null;
                }
                put(halves, group++, four >> 16);
                put(halves, group++, four & 0xffff);
                break;
            }
            if (end == at || group == GROUPS || end < to && text.charAt(end) != ':') {
                return null;
            }
            put(halves, group++, number);
            if (starts(text, "::", end, to)) {
                if (gap >= 0) {
                    return null;
                }
                gap = group;
                end++;
            } else if (end == to - 1) {
                return null;
            }
            at = end + 1;
        }
        if (gap < 0 ? group < GROUPS : group == GROUPS) {
            return null;
        }
        return gap < 0 ? new Address(halves[0], halves[1]) : spread(halves, gap, group);
    }

    /// Moves the groups behind the gap to the end.
    private static Address spread(long[] halves, int gap, int groups) {
        long[] spread = new long[2];
        for (int i = 0; i < groups; i++) {
            put(spread, i < gap ? i : i + GROUPS - groups, group(halves[i >> 2], i & 3));
        }
        return new Address(spread[0], spread[1]);
    }

    private static void put(long[] halves, int group, long value) {
        halves[group >> 2] |= value << 16 * (3 - (group & 3));
    }

    private static long group(long half, int index) {
        return half >>> 16 * (3 - index) & 0xffff;
    }

    private static boolean starts(String text, String with, int at, int to) {
        return at + with.length() <= to && text.startsWith(with, at);
    }

    private static int digit(char c, int radix) {
        return c < 128 ? Character.digit(c, radix) : -1;
    }

    /// The shortest text of it.
    @Override
    public String toString() {
        if (isVersion4()) {
            return (low >> 24 & 255) + "." + (low >> 16 & 255) + "." + (low >> 8 & 255) + "."
                    + (low & 255);
        }
        int from = longestZeros();
        var text = new StringBuilder(40);
        for (int i = 0; i < GROUPS; i++) {
            if (i == from) {
                text.append("::");
                while (i + 1 < GROUPS && groupAt(i + 1) == 0) {
                    i++;
                }
            } else {
                boolean colon = i > 0 && text.charAt(text.length() - 1) != ':';
                text.append(colon ? ":" : "").append(Long.toHexString(groupAt(i)));
            }
        }
        return text.toString();
    }

    /// Where the first of the longest runs of two or more empty groups begins, -1 for none.
    private int longestZeros() {
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = 0;
            while (i + length < GROUPS && groupAt(i + length) == 0) {
                length++;
            }
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
            i += length;
        }
        return best;
    }

    private long groupAt(int index) {
        return group(index < 4 ? high : low, index & 3);
    }

    /// The addresses that share their first bits with one.
    record Range(Address first, int bits) {
        /// Reads `10.0.0.0/8`, `2001:db8::/32` or one address.
        ///
        /// @throws IllegalArgumentException for anything else, bits behind the length among it
        static Range parse(String text) {
            int slash = text.indexOf('/');
            int end = slash < 0 ? text.length() : slash;
            Address address = Address.parse(text, 0, end);
            if (address == null || text.indexOf('%') >= 0) {
                throw new IllegalArgumentException("no address: " + text);
            }
            int offset = text.lastIndexOf(':', end) < 0 ? 96 : 0;
            int bits = slash < 0 ? 128 : offset + length(text.substring(slash + 1));
            if (bits > 128) {
                throw new IllegalArgumentException("no length: " + text);
            }
            var range = new Range(masked(address, bits), bits);
            if (!range.first.equals(address)) {
                throw new IllegalArgumentException("bits behind the length: " + text);
            }
            return range;
        }

        boolean holds(Address address) {
            return masked(address, bits).equals(first);
        }

        private static int length(String digits) {
            boolean plain = !digits.isEmpty() && digits.length() <= 3
                    && digits.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!plain) {
                throw new IllegalArgumentException("no length: " + Objects.toString(digits));
            }
            return Integer.parseInt(digits);
        }

        private static Address masked(Address address, int bits) {
            return new Address(address.high & mask(Math.min(bits, 64)),
                    address.low & mask(Math.max(0, bits - 64)));
        }

        private static long mask(int bits) {
            return bits == 0 ? 0 : -1L << 64 - bits;
        }
    }
}
