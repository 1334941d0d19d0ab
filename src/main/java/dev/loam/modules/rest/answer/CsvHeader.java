package dev.loam.modules.rest.answer;

import java.util.List;

/// The first line of CSV: names, quoted where they have to be.
///
/// Source: RFC 4180 section 2.
final class CsvHeader {
    private CsvHeader() {
    }

    static String of(List<String> names) {
        var line = new StringBuilder();
        for (String name : names) {
            line.append(line.isEmpty() ? "" : ",");
            boolean quoted = name.chars().anyMatch(c -> "\",\r\n".indexOf(c) >= 0);
            line.append(quoted ? '"' + name.replace("\"", "\"\"") + '"' : name);
        }
        return line.toString();
    }
}
