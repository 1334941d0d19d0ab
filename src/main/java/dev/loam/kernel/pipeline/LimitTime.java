package dev.loam.kernel.pipeline;

import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.time.Duration;

/// Sets the moment until which the answer must be made: as late as the server allows, or sooner
/// where the client waits no longer. Whoever waits for something later on keeps to it; nothing is
/// interrupted here.
///
/// The field `Request-Timeout` has seconds, with up to three digits behind a point; `Prefer: wait`
/// has whole ones, and like every preference is passed over where it cannot be understood.
///
/// Source: RFC 7240 section 4.3.
record LimitTime(Duration atMost, Clock clock) implements Stage {
    private static final String TIMEOUT = "Request-Timeout";
    private static final long MILLIS_MAX = 1_000_000_000_000L;

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        long least = Math.min(timeout(exchange.request().headers()),
                wait(exchange.request().headers()));
        Duration given = least < atMost.toMillis() ? Duration.ofMillis(least) : atMost;
        return next.handle(exchange.withDeadline(Deadline.after(given, clock.nanos())));
    }

    /// Milliseconds.
    private static long timeout(Headers headers) {
        String asked = headers.first(TIMEOUT);
        if (asked == null) {
            return Long.MAX_VALUE;
        }
        long millis = millis(asked.strip());
        if (millis <= 0) {
            throw new Refusal(new PipelineFailure.BadTimeout(asked));
        }
        return millis;
    }

    /// Milliseconds, the first time it is said; without end where it is not.
    private static long wait(Headers headers) {
        if (!headers.contains("Prefer")) {
            return Long.MAX_VALUE;
        }
        for (String line : headers.all("Prefer")) {
            for (int at = line.indexOf("wait="); at >= 0; at = line.indexOf("wait=", at + 1)) {
                if (!begins(line, at)) {
                    continue;
                }
                int end = at + 5;
                while (end < line.length() && ",; \t".indexOf(line.charAt(end)) < 0) {
                    end++;
                }
                String seconds = line.substring(at + 5, end).replace("\"", "");
                long millis = seconds.indexOf('.') < 0 ? millis(seconds) : -1;
                return millis <= 0 ? Long.MAX_VALUE : millis;
            }
        }
        return Long.MAX_VALUE;
    }

    /// Whether a preference begins there.
    private static boolean begins(String line, int at) {
        int before = at - 1;
        while (before >= 0 && (line.charAt(before) == ' ' || line.charAt(before) == '\t')) {
            before--;
        }
        return before < 0 || line.charAt(before) == ',';
    }

    /// Of a number of seconds; -1 for what is none.
    private static long millis(String seconds) {
        long millis = 0;
        int digits = 0;
        int behind = -1;
        for (int i = 0; i < seconds.length(); i++) {
            char c = seconds.charAt(i);
            if (c == '.' && behind < 0 && digits > 0) {
                behind = 0;
            } else if (c < '0' || c > '9' || behind == 3) {
                return -1;
            } else {
                millis = Math.min(MILLIS_MAX, millis * 10 + (c - '0'));
                digits++;
                behind += behind < 0 ? 0 : 1;
            }
        }
        for (int i = Math.max(0, behind); i < 3; i++) {
            millis = Math.min(MILLIS_MAX, millis * 10);
        }
        return digits == 0 || behind == 0 ? -1 : millis;
    }
}
