package dev.loam.kernel.version.mapping;

import dev.loam.ports.web.Headers;

/// Entity tags of mapped answers: those of today with the version's name at the end, since the
/// bytes are others. Those in conditions are read back into the ones they came from.
///
/// Source: RFC 9110 section 8.8.3.
final class Tags {
    private static final String[] CONDITIONS = {"If-None-Match", "If-Match"};

    private Tags() {
    }

    static String of(String tag, String version) {
        return tag.endsWith("\"") && tag.length() > 1
                ? tag.substring(0, tag.length() - 1) + ending(version) : tag;
    }

    private static String ending(String version) {
        return "-v" + version + '"';
    }

    /// The fields of a request with the tags of today; the same where there are none.
    static Headers plain(Headers headers, String version) {
        Headers.Builder changed = null;
        String ending = ending(version);
        for (String field : CONDITIONS) {
            if (headers.contains(field)) {
                String tags = String.join(", ", headers.all(field));
                if (tags.contains(ending)) {
                    changed = changed == null ? headers.toBuilder() : changed;
                    changed.set(field, tags.replace(ending, "\""));
                }
            }
        }
        return changed == null ? headers : changed.build();
    }
}
