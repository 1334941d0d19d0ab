package dev.loam.app.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// What a command reads from and writes to: answers go to `out`, everything else to `err`.
public record Console(PrintWriter out, PrintWriter err, BufferedReader in) {
    /// The process's own streams.
    public static Console system() {
        return new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
    }

    public void flush() {
        out.flush();
        err.flush();
    }
}
