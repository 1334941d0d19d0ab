package dev.loam.modules.rest.grammar.diagnosis;

/// Why a text cannot be read: `at` counts its code points before the place, `details` says what was
/// met there and what could have been.
///
/// Bounds: texts of [#CODE_POINTS_MAX] and [#DEPTH_MAX] open parentheses.
public record Diagnosis(int at, String details) {
    private static final int CODE_POINTS_MAX = 8_192;
    private static final int DEPTH_MAX = 64;

    /// The little languages.
    public enum Language {
        SELECT(Rules.SELECT),
        /// The name of a filter.
        TREE_PATH(Rules.TREE_PATH),
        FILTER(Rules.FILTER),
        /// With its operator before the parenthesis.
        TREE(Rules.TREE),
        ORDER(Rules.ORDER),
        NAMES(Rules.NAMES);

        private final Rule rule;

        Language(Rule rule) {
            this.rule = rule;
        }
    }

    /// Null where the text can be read, maybe up to something left over, or is too large.
    public static Diagnosis orNull(Language language, String text) {
        if (text.length() > CODE_POINTS_MAX || depth(text) > DEPTH_MAX) {
            return null;
        }
        int[] characters = text.codePoints().toArray();
        Reading reading = language.rule.read(characters, 0);
        return reading.fits() ? null
                : new Diagnosis(reading.blame().at(), reading.blame().details());
    }

    private static int depth(String text) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' && depth > 0 ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }
}
