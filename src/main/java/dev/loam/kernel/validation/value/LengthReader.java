package dev.loam.kernel.validation.value;

/// Texts of so many characters at most, null for any number: spaces beyond are cut off, anything
/// else there is an error. Source: PostgreSQL manual, "Character Types".
record LengthReader(String type, Integer charsMax) implements ValueType.Reader {
    @Override
    public Object read(String text) {
        if (charsMax == null || text.length() <= charsMax
                || text.codePointCount(0, text.length()) <= charsMax) {
            return text;
        }
        int end = text.offsetByCodePoints(0, charsMax);
        for (int i = end; i < text.length(); i++) {
            if (text.charAt(i) != ' ') {
                return new Wrong("22001", "value too long for type " + type);
            }
        }
        return text.substring(0, end);
    }
}
