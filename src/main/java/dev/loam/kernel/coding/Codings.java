package dev.loam.kernel.coding;

import dev.loam.ports.coding.Coding;
import java.util.ArrayList;
import java.util.List;

/// The codings that are known, and what fields say of them.
final class Codings {
    /// How many may lie upon each other on a request's body.
    static final int LAYERS_MAX = 2;
    private static final int WEIGHT_MAX = 1000;

    private final List<Coding> known;

    /// The preferred ones first.
    Codings(List<Coding> known) {
        this.known = known;
    }

    /// The one that `Accept-Encoding` weighs highest, null for none. Of those that weigh the same
    /// the first is taken; none is taken that weighs less than the body as it is.
    ///
    /// Source: RFC 9110 section 12.5.3.
    Coding accepted(List<String> lines) {
        int[] weights = new int[known.size()];
        int others = -1;
        int identity = -1;
        for (String line : lines) {
            for (int at = 0; at < line.length(); ) {
                int comma = line.indexOf(',', at);
                int end = comma < 0 ? line.length() : comma;
                int semicolon = line.indexOf(';', at);
                int nameEnd = semicolon < 0 || semicolon > end ? end : semicolon;
                int weight = weight(line, nameEnd, end);
                if (is(line, at, nameEnd, "*")) {
                    others = weight;
                } else if (is(line, at, nameEnd, "identity")) {
                    identity = weight;
                } else {
                    int found = find(line, at, nameEnd);
                    if (found >= 0) {
                        weights[found] = weight + 1;
                    }
                }
                at = end + 1;
            }
        }
        return heaviest(weights, others, identity);
    }

    /// A weight is one more than it was said to be, 0 where nothing was said.
    private Coding heaviest(int[] weights, int others, int identity) {
        Coding best = null;
        int most = 0;
        for (int i = 0; i < weights.length; i++) {
            int weight = weights[i] == 0 ? others : weights[i] - 1;
            if (weight > most) {
                most = weight;
                best = known.get(i);
            }
        }
        return most < identity ? null : best;
    }

    private int find(String line, int from, int to) {
        for (int i = 0; i < known.size(); i++) {
            String name = known.get(i).name();
            if (is(line, from, to, name)
                    || name.equals("gzip") && is(line, from, to, "x-gzip")) {
                return i;
            }
        }
        return -1;
    }

    /// Whether `line[from..to)` is a word, blanks around it left out.
    private static boolean is(String line, int from, int to, String word) {
        int start = from;
        while (start < to && isBlank(line.charAt(start))) {
            start++;
        }
        int end = to;
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return end - start == word.length()
                && line.regionMatches(true, start, word, 0, word.length());
    }

    /// Thousandths; where it is malformed the coding counts as refused.
    private static int weight(String line, int from, int to) {
        int at = from;
        while (at < to && (isBlank(line.charAt(at)) || line.charAt(at) == ';')) {
            at++;
        }
        if (at == to) {
            return WEIGHT_MAX;
        }
        if (!line.regionMatches(true, at, "q=", 0, 2)) {
            return 0;
        }
        int weight = 0;
        int unit = WEIGHT_MAX;
        for (int i = at + 2; i < to && !isBlank(line.charAt(i)); i++) {
            char c = line.charAt(i);
            boolean point = i == at + 3;
            if (point ? c != '.' : c < '0' || c > '9' || unit == 0) {
                return 0;
            }
            if (!point) {
                weight += (c - '0') * unit;
                unit /= 10;
            }
        }
        return weight > WEIGHT_MAX ? 0 : weight;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /// The codings of a request's body, as `Content-Encoding` has them in the order they were
    /// applied; null where one is unknown, or they are too many.
    List<Coding> applied(List<String> lines) {
        List<Coding> applied = new ArrayList<>(LAYERS_MAX);
        for (String line : lines) {
            for (int at = 0; at < line.length(); ) {
                int comma = line.indexOf(',', at);
                int end = comma < 0 ? line.length() : comma;
                boolean nothing = is(line, at, end, "") || is(line, at, end, "identity");
                if (!nothing) {
                    int found = find(line, at, end);
                    if (found < 0 || applied.size() == LAYERS_MAX) {
                        return null;
                    }
                    applied.add(known.get(found));
                }
                at = end + 1;
            }
        }
        return applied;
    }
}
