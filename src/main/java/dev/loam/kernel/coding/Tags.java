package dev.loam.kernel.coding;

import dev.loam.ports.coding.Coding;
import dev.loam.ports.web.Headers;
import java.util.List;

/// Entity tags of coded answers: those of the body as it was, with the coding's name at the end.
///
/// A strong tag stands for the very bytes, so that the coded ones need another. It stays strong,
/// and is read back into the one it came from, so that a client can ask by it whether a row is
/// still the same before it writes: by a weak one it could not.
///
/// Source: RFC 9110 sections 8.8.1, 8.8.3.3 and 13.1.1.
final class Tags {
    static final String FIELD = "ETag";
    private static final String[] CONDITIONS = {"If-None-Match", "If-Match"};

    private final List<String> endings;

    Tags(List<Coding> codings) {
        endings = codings.stream().map(Tags::ending).toList();
    }

    private static String ending(Coding coding) {
        return '-' + coding.name() + '"';
    }

    /// The tag of the coded body; a weak one stands for it as well as for the other.
    static String coded(String tag, Coding coding) {
        return tag.startsWith("\"") && tag.endsWith("\"") && tag.length() > 1
                ? tag.substring(0, tag.length() - 1) + ending(coding) : tag;
    }

    /// The conditions of a request with the tags of bodies as they were; the same headers where
    /// nothing is to be changed.
    Headers plain(Headers headers) {
        Headers.Builder changed = null;
        for (String field : CONDITIONS) {
            String value = headers.first(field);
            if (value != null && endings.stream().anyMatch(String.join(",",
                    headers.all(field))::contains)) {
                changed = changed == null ? headers.toBuilder() : changed;
                changed.set(field, stripped(String.join(", ", headers.all(field))));
            }
        }
        return changed == null ? headers : changed.build();
    }

    private String stripped(String field) {
        String plain = field;
        for (String ending : endings) {
            plain = plain.replace(ending, "\"");
        }
        return plain;
    }

    /// The fields of an answer without content, with the tag that the client named it by.
    static Headers unchanged(Headers answered, Headers asked, List<Coding> codings) {
        String tag = answered.first(FIELD);
        if (tag == null || !asked.contains("If-None-Match")) {
            return answered;
        }
        String known = String.join(",", asked.all("If-None-Match"));
        for (Coding coding : codings) {
            String coded = coded(tag, coding);
            if (known.contains(coded) && !known.contains(tag)) {
                return answered.toBuilder().set(FIELD, coded).build();
            }
        }
        return answered;
    }
}
