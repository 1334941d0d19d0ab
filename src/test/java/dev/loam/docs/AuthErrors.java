package dev.loam.docs;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.failure.AuthFailure.WeakPassword;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The table of the auth API's errors: code, status and message from the code, cause and cure from
/// `src/test/resources/docs/auth-errors.txt`.
final class AuthErrors {
    private static final String BEGIN = "<!-- errors: made by a test -->\n";
    private static final String END = "<!-- end of errors -->\n";

    private AuthErrors() {
    }

    /// An error as it usually is.
    record Entry(String code, int status, String message) {
    }

    static Map<String, Entry> byCode() {
        var weak = new WeakPassword("Password should be at least 6 characters.", List.of());
        return Stream.concat(
                Stream.of(AuthCode.values())
                        .map(code -> new Entry(code.code(), code.status(), code.message())),
                Stream.of(new Entry(weak.code(), weak.status(), weak.message())))
                .collect(Collectors.toMap(Entry::code, entry -> entry, (one, _) -> one,
                        TreeMap::new));
    }

    /// The page with its table as the code has it now.
    static String updated(String page, ErrorCures cures) {
        int from = page.indexOf(BEGIN) + BEGIN.length();
        return page.substring(0, from) + table(cures) + page.substring(page.indexOf(END));
    }

    private static String table(ErrorCures cures) {
        var table = new StringBuilder("\n| code | status | message | cause | cure |\n"
                + "|---|---|---|---|---|\n");
        byCode().forEach((code, entry) -> table.append("| `").append(code).append("` | ")
                .append(entry.status()).append(" | ").append(entry.message()).append(" | ")
                .append(cures.of(code).cause()).append(" | ").append(cures.of(code).cure())
                .append(" |\n"));
        return table.append('\n').toString();
    }
}
