package dev.loam.kernel.cache;

import dev.loam.ports.database.Sql.Bind;
import java.util.Arrays;
import java.util.List;

/// What makes two questions the same: the statement, its values, the role, and the part of the
/// session that the answer can depend on.
///
/// `caller` are names and values in turn. The hash is worked out once, and the arrays are nobody
/// else's.
final class Key {
    private final String text;
    private final List<Bind> binds;
    private final String role;
    private final String[] caller;
    private final int hash;

    Key(String text, List<Bind> binds, String role, String[] caller) {
        this.text = text;
        this.binds = binds;
        this.role = role;
        this.caller = caller;
        int sum = text.hashCode() * 31 + (role == null ? 0 : role.hashCode());
        for (Bind bind : binds) {
            sum = sum * 31 + hash(bind);
        }
        this.hash = sum * 31 + Arrays.hashCode(caller);
    }

    private static int hash(Bind bind) {
        return switch (bind) {
            case Bind.Text(String value) -> value == null ? 0 : value.hashCode();
            case Bind.Utf8(byte[] value) -> Arrays.hashCode(value);
            case Bind.Binary(byte[] value) -> Arrays.hashCode(value) + 1;
        };
    }

    private static boolean same(Bind one, Bind other) {
        return switch (one) {
            case Bind.Text text -> text.equals(other);
            case Bind.Utf8(byte[] value) ->
                    other instanceof Bind.Utf8(byte[] that) && Arrays.equals(value, that);
            case Bind.Binary(byte[] value) ->
                    other instanceof Bind.Binary(byte[] that) && Arrays.equals(value, that);
        };
    }

    /// About so many bytes.
    int length() {
        int sum = text.length();
        for (Bind bind : binds) {
            sum += 24 + switch (bind) {
                case Bind.Text(String value) -> value == null ? 0 : value.length();
                case Bind.Utf8(byte[] value) -> value.length;
                case Bind.Binary(byte[] value) -> value.length;
            };
        }
        for (String part : caller) {
            sum += part.length();
        }
        return sum;
    }

    /// A hash of 64 bits, for traces, from which nobody can tell what was asked.
    long trace() {
        long sum = hash;
        for (int i = 0; i < text.length(); i += 7) {
            sum = sum * 0x9E3779B97F4A7C15L + text.charAt(i);
        }
        for (Bind bind : binds) {
            sum = Long.rotateLeft(sum, 17) * 0x9E3779B97F4A7C15L + hash(bind);
        }
        return sum ^ sum >>> 32;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Key that) || hash != that.hash || binds.size() != that.binds.size()
                || !text.equals(that.text) || !Arrays.equals(caller, that.caller)
                || !(role == null ? that.role == null : role.equals(that.role))) {
            return false;
        }
        for (int i = 0; i < binds.size(); i++) {
            if (!same(binds.get(i), that.binds.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
