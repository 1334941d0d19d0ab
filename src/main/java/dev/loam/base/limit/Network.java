package dev.loam.base.limit;

import java.util.Arrays;
import java.util.Locale;

/// The network that an address counts for: an IPv4 address for itself, an IPv6 address for the
/// first 64 bits, all of which are commonly one subscriber's.
public final class Network {
    private static final int CHARACTERS_MAX = 64;
    private static final int GROUPS = 8;
    private static final int PREFIX_GROUPS = 4;

    private Network() {
    }

    /// A text that is no address stands for itself.
    public static String of(String address) {
        var text = address.substring(0, Math.min(address.length(), CHARACTERS_MAX))
                .toLowerCase(Locale.ROOT);
        int zone = text.indexOf('%');
        if (zone >= 0) {
            text = text.substring(0, zone);
        }
        if (text.indexOf(':') < 0) {
            return text;
        }
        int lastColon = text.lastIndexOf(':');
        // An IPv4 address in the clothes of IPv6.
        if (text.indexOf('.') > lastColon) {
            return text.substring(lastColon + 1);
        }
        var groups = groups(text);
        return groups == null ? text
                : String.join(":", Arrays.copyOf(groups, PREFIX_GROUPS)) + "::/64";
    }

    /// The groups without leading zeros; null where there are not eight.
    private static String[] groups(String text) {
        int gap = text.indexOf("::");
        var head = split(gap < 0 ? text : text.substring(0, gap));
        var tail = split(gap < 0 ? "" : text.substring(gap + 2));
        int missing = GROUPS - head.length - tail.length;
        if (gap < 0 ? missing != 0 : missing < 1) {
            return null;
        }
        var groups = new String[GROUPS];
        Arrays.fill(groups, "0");
        System.arraycopy(head, 0, groups, 0, head.length);
        System.arraycopy(tail, 0, groups, GROUPS - tail.length, tail.length);
        return groups;
    }

    private static String[] split(String groups) {
        if (groups.isEmpty()) {
            return new String[0];
        }
        return Arrays.stream(groups.split(":", -1))
                .map(group -> group.replaceFirst("^0+(?=.)", "")).toArray(String[]::new);
    }
}
