package dev.loam.kernel.validation.check;

/// What a text may have to match.
interface TextPattern {
    /// `Boolean`, or [dev.loam.kernel.validation.value.Special#UNSURE] where it depends on the
    /// database's locale.
    Object matches(String text);

    static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }
}
