package dev.loam.kernel.query;

import dev.loam.base.name.FunctionName;

/// A name as it stands in SQL, `schema."Name"`, taken apart.
final class QuotedName {
    private final String text;
    private int at;

    private QuotedName(String text) {
        this.text = text;
    }

    /// Null where it is no name with one schema.
    static FunctionName function(String text) {
        var name = new QuotedName(text);
        String schema = name.part();
        if (schema == null || name.at >= text.length() || text.charAt(name.at) != '.') {
            return null;
        }
        name.at++;
        String own = name.part();
        return own == null || name.at < text.length() ? null : new FunctionName(schema, own);
    }

    private String part() {
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        var part = new StringBuilder();
        for (at += quoted ? 1 : 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted && c == '"') {
                if (at + 1 == text.length() || text.charAt(at + 1) != '"') {
                    at++;
                    return part.toString();
                }
                at++;
            } else if (!quoted && c == '.') {
                break;
            }
            part.append(c);
        }
        return quoted || part.isEmpty() ? null : part.toString();
    }
}
