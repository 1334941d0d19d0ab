package dev.loam.kernel.coding;

import dev.loam.ports.web.Headers;

/// Which answers are worth coding: text of any kind, as long as nobody forbids it and it is not
/// coded already.
final class Compressible {
    private static final String[] ENDINGS = {
        "json", "xml", "x-ndjson", "jsonlines", "javascript", "yaml", "sql"};

    private Compressible() {
    }

    static boolean is(Headers headers) {
        String type = headers.first("Content-Type");
        if (type == null || !isText(type) || headers.contains("Content-Encoding")) {
            return false;
        }
        // A part of a body by its bytes is one of the body as it is.
        String range = headers.first("Content-Range");
        if (range != null && range.startsWith("bytes ")) {
            return false;
        }
        String control = headers.first("Cache-Control");
        return control == null || !control.contains("no-transform");
    }

    private static boolean isText(String type) {
        if (type.regionMatches(true, 0, "text/", 0, 5)) {
            return true;
        }
        int end = type.indexOf(';');
        end = end < 0 ? type.length() : end;
        while (end > 0 && type.charAt(end - 1) == ' ') {
            end--;
        }
        for (String ending : ENDINGS) {
            if (type.regionMatches(true, end - ending.length(), ending, 0, ending.length())) {
                return true;
            }
        }
        return false;
    }
}
