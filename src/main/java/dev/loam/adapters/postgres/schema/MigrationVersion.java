package dev.loam.adapters.postgres.schema;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// A migration's number as written, such as `20260101120000`, `001` or `1.2`, ordered by value.
record MigrationVersion(String text) implements Comparable<MigrationVersion> {
    private List<BigInteger> parts() {
        return Arrays.stream(text.split("\\.")).map(BigInteger::new).toList();
    }

    @Override
    public int compareTo(MigrationVersion other) {
        List<BigInteger> mine = parts();
        List<BigInteger> theirs = other.parts();
        for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
            BigInteger a = i < mine.size() ? mine.get(i) : BigInteger.ZERO;
            BigInteger b = i < theirs.size() ? theirs.get(i) : BigInteger.ZERO;
            if (!a.equals(b)) {
                return a.compareTo(b);
            }
        }
        return 0;
    }

    /// By value, as the order is: `001` and `1` are one version.
    @Override
    public boolean equals(Object other) {
        return other instanceof MigrationVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return parts().getFirst().hashCode();
    }
}
