package dev.loam.app.log;

import java.io.Writer;
import org.slf4j.Logger;

/// Text for people that goes to the log instead, each line that is not blank as one event.
final class LoggedLines extends Writer {
    private static final int CHARS_MAX = 8 << 10;

    private final Logger logger;
    private final StringBuilder line = new StringBuilder();

    LoggedLines(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void write(char[] text, int from, int length) {
        synchronized (line) {
            for (int i = from; i < from + length; i++) {
                if (text[i] == '\n' || line.length() >= CHARS_MAX) {
                    tell();
                }
                if (text[i] != '\n' && text[i] != '\r') {
                    line.append(text[i]);
                }
            }
        }
    }

    private void tell() {
        String told = line.toString().strip();
        line.setLength(0);
        if (!told.isEmpty()) {
            logger.info("{}", told);
        }
    }

    @Override
    public void flush() {
        // A line that has not ended waits for its end.
    }

    @Override
    public void close() {
        synchronized (line) {
            tell();
        }
    }
}
