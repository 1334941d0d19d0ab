package dev.loam.adapters.httpserver;

import dev.loam.ports.web.Headers;
import java.util.Locale;

/// Collects the fields of one request and settles what they say about its host, its length and its
/// connection.
///
/// Whatever can be understood in two ways is refused: two lengths, even equal ones; a length beside
/// a transfer coding; a coding other than one `chunked`. Source: RFC 9112 section 6.3.
final class Framing {
    private static final int LENGTH_DIGITS_MAX = 18;

    private final Headers.Builder headers = Headers.builder();
    private final boolean http10;
    private String host;
    private long contentLength = -1;
    private boolean chunked;
    private boolean close;
    private boolean expectsContinue;

    Framing(boolean http10) {
        this.http10 = http10;
        this.close = http10;
    }

    void field(String name, String value) {
        headers.add(name, value);
        switch (name.length()) {
            case 4 -> {
                if (name.equalsIgnoreCase("Host")) {
                    host(value);
                }
            }
            case 6 -> {
                if (name.equalsIgnoreCase("Expect")) {
                    expectsContinue = !http10 && value.equalsIgnoreCase("100-continue");
                }
            }
            case 10 -> {
                if (name.equalsIgnoreCase("Connection")) {
                    close |= hasToken(value, "close");
                }
            }
            case 14 -> {
                if (name.equalsIgnoreCase("Content-Length")) {
                    length(value);
                }
            }
            case 17 -> {
                if (name.equalsIgnoreCase("Transfer-Encoding")) {
                    coding(value);
                }
            }
            default -> {
                // Nothing to do with framing.
            }
        }
    }

    /// `authority` is the host of an absolute target, which replaces the field; else null.
    Head head(String method, String path, String query, String authority) {
        if (host == null && !http10) {
            throw new HttpFailure.BadHost("the field is missing").refusal();
        }
        if (chunked && contentLength >= 0) {
            throw bad("both Content-Length and Transfer-Encoding");
        }
        if (authority != null) {
            host = null;
            host(authority);
            headers.set("Host", authority);
        }
        return new Head(method, path, query, http10, headers.build(), contentLength, chunked,
                close, expectsContinue, false);
    }

    /// Whether a comma-separated list holds a word, without regard to case.
    static boolean hasToken(String list, String word) {
        if (list.equalsIgnoreCase(word)) {
            return true;
        }
        for (String token : list.split(",")) {
            if (token.strip().equalsIgnoreCase(word)) {
                return true;
            }
        }
        return false;
    }

    private void host(String value) {
        if (host != null) {
            throw new HttpFailure.BadHost("the field is there twice").refusal();
        }
        for (int i = 0; i < value.length(); i++) {
            if (!Octets.isHost(value.charAt(i))) {
                throw new HttpFailure.BadHost("character " + (i + 1) + " of it").refusal();
            }
        }
        host = value;
    }

    private void length(String value) {
        if (contentLength >= 0) {
            throw bad("Content-Length is there twice");
        }
        if (value.isEmpty() || value.length() > LENGTH_DIGITS_MAX) {
            throw bad("Content-Length of " + value.length() + " digits");
        }
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw bad("Content-Length is not a number");
            }
            length = length * 10 + digit;
        }
        contentLength = length;
    }

    private void coding(String value) {
        if (http10) {
            throw bad("Transfer-Encoding in an HTTP/1.0 request");
        }
        if (chunked) {
            throw bad("Transfer-Encoding is there twice");
        }
        if (!value.equalsIgnoreCase("chunked")) {
            String lower = value.toLowerCase(Locale.ROOT);
            boolean once = lower.indexOf("chunked") == lower.lastIndexOf("chunked");
            if (once && lower.indexOf(',') > 0 && lower.endsWith("chunked")) {
                throw new HttpFailure.NotImplemented("transfer coding " + value).refusal();
            }
            throw bad("Transfer-Encoding is not chunked, once");
        }
        chunked = true;
    }

    private static RuntimeException bad(String what) {
        return new HttpFailure.BadFraming(what).refusal();
    }
}
