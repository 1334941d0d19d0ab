package dev.loam.kernel.lineage;

/// How SQL takes a name that is not quoted.
final class Names {
    private Names() {
    }

    /// ASCII letters become small ones, others stay, as in a database of UTF-8.
    static String folded(String name) {
        var folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            folded.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return folded.toString();
    }
}
