package dev.loam.kernel.query;

import java.util.List;

/// PostgreSQL's text form of an array. Source: PostgreSQL manual, "Array Input and Output Syntax".
final class ArrayLiteral {
    private ArrayLiteral() {
    }

    /// Every element quoted, so that none is read as NULL or cut at a comma.
    static String of(List<String> elements) {
        var text = new StringBuilder("{");
        for (String element : elements) {
            text.append(text.length() > 1 ? ",\"" : "\"");
            for (int i = 0; i < element.length(); i++) {
                char c = element.charAt(i);
                if (c == '"' || c == '\\') {
                    text.append('\\');
                }
                text.append(c);
            }
            text.append('"');
        }
        return text.append('}').toString();
    }
}
