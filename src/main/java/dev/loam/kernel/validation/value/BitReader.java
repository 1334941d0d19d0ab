package dev.loam.kernel.validation.value;

/// Strings of bits, as such or in hexadecimal digits: of exactly a length, or of one at most.
record BitReader(String type, boolean varying, Integer length) implements ValueType.Reader {
    @Override
    public Object read(String text) {
        boolean hex = text.startsWith("x") || text.startsWith("X");
        boolean prefixed = hex || text.startsWith("b") || text.startsWith("B");
        int from = prefixed ? 1 : 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (hex ? Character.digit(c, 16) < 0 || c > 'f' : c != '0' && c != '1') {
                return new Wrong("22P02", Wrong.shown(text) + " is not a valid "
                        + (hex ? "hexadecimal" : "binary") + " number for type " + type);
            }
        }
        int bits = (text.length() - from) * (hex ? 4 : 1);
        if (length == null || (varying ? bits <= length : bits == length)) {
            return Special.UNSURE;
        }
        return varying ? new Wrong("22001", "bit string too long for type " + type)
                : new Wrong("22026", "bit string length " + bits + " does not match type " + type);
    }
}
