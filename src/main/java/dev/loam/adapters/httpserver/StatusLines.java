package dev.loam.adapters.httpserver;

import java.nio.charset.StandardCharsets;

/// Status lines with the standard reason phrases, ready to send. Clients show them, and those of
/// PostgREST's are used to the older wording of RFC 2616 for 413, 414, 416 and 422.
final class StatusLines {
    private static final byte[][] LINES = new byte[600][];

    static {
        for (String phrase : """
                100 Continue;101 Switching Protocols;200 OK;201 Created;202 Accepted;
                203 Non-Authoritative Information;204 No Content;205 Reset Content;
                206 Partial Content;207 Multi-Status;300 Multiple Choices;301 Moved Permanently;
                302 Found;303 See Other;304 Not Modified;307 Temporary Redirect;
                308 Permanent Redirect;400 Bad Request;401 Unauthorized;402 Payment Required;
                403 Forbidden;404 Not Found;405 Method Not Allowed;406 Not Acceptable;
                407 Proxy Authentication Required;408 Request Timeout;409 Conflict;410 Gone;
                411 Length Required;412 Precondition Failed;413 Request Entity Too Large;
                414 Request-URI Too Long;415 Unsupported Media Type;
                416 Requested Range Not Satisfiable;417 Expectation Failed;418 I'm a teapot;
                421 Misdirected Request;422 Unprocessable Entity;
                423 Locked;424 Failed Dependency;425 Too Early;426 Upgrade Required;
                428 Precondition Required;429 Too Many Requests;
                431 Request Header Fields Too Large;451 Unavailable For Legal Reasons;
                500 Internal Server Error;501 Not Implemented;502 Bad Gateway;
                503 Service Unavailable;504 Gateway Timeout;505 HTTP Version Not Supported;
                507 Insufficient Storage;508 Loop Detected
                """.replace("\n", "").split(";")) {
            LINES[Integer.parseInt(phrase.substring(0, 3))] = line(phrase);
        }
        for (int status = 100; status < LINES.length; status++) {
            if (LINES[status] == null) {
                LINES[status] = line(status + " ");
            }
        }
    }

    private StatusLines() {
    }

    /// The line of a status from 100 to 599.
    static byte[] of(int status) {
        return LINES[status];
    }

    private static byte[] line(String statusAndPhrase) {
        return ("HTTP/1.1 " + statusAndPhrase + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
