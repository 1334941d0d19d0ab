package dev.loam.app.top;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Reads a running Loam's figures and shows them, once or every second.
public final class Top implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final long EVERY_MILLIS = 1_000;
    private static final long KEYS_EVERY_MILLIS = 50;
    private static final long FIGURES_MAX = 64L << 20;
    private static final int ROWS_MAX = 50;
    /// The lines above the table.
    private static final int HEAD_LINES = 10;

    private final URI metrics;
    private final String where;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(WAIT_MAX).build();

    /// @param admin the address of the admin port, or that of the figures themselves
    public Top(String admin) {
        where = admin.endsWith("/") ? admin.substring(0, admin.length() - 1) : admin;
        metrics = URI.create(where.endsWith("/metrics") ? where : where + "/metrics");
    }

    private Scrape scrape() throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(metrics).timeout(WAIT_MAX).build(),
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofString(), FIGURES_MAX));
        Scrape scrape = Scrape.of(answer.body());
        if (answer.statusCode() != 200 || !scrape.has("process_start_time_seconds")) {
            throw new IOException(metrics + " answers " + answer.statusCode()
                    + " and no figures of Loam");
        }
        return scrape;
    }

    private static double clock() {
        return System.currentTimeMillis() / 1e3;
    }

    /// What happened since the process began.
    public List<String> once() throws IOException, InterruptedException {
        return TopPage.lines(Span.sinceStart(scrape(), clock()), where, ROWS_MAX);
    }

    /// Shows the last second, again and again, until `q` is pressed. While Loam does not answer,
    /// that is shown.
    public void live(Terminal terminal) throws IOException, InterruptedException {
        Scrape before = scrape();
        long readAt = System.nanoTime();
        Span span = Span.sinceStart(before, clock());
        String trouble = null;
        do {
            int[] size = terminal.size();
            terminal.show(trouble == null
                    ? TopPage.lines(span, where, size[0] - HEAD_LINES)
                    : List.of("Loam at " + where, "", trouble, "", "q ends"), size);
            if (ended(terminal)) {
                return;
            }
            try {
                Scrape now = scrape();
                long at = System.nanoTime();
                span = Span.between(before, now, (at - readAt) / 1e9, clock());
                before = now;
                readAt = at;
                trouble = null;
            } catch (IOException gone) {
                trouble = "It does not answer: " + gone.getMessage();
            }
        } while (true);
    }

    /// Waits for the next page or the end, whichever comes first.
    private static boolean ended(Terminal terminal) throws IOException, InterruptedException {
        for (long waited = 0; waited < EVERY_MILLIS; waited += KEYS_EVERY_MILLIS) {
            for (int key = terminal.key(); key >= 0; key = terminal.key()) {
                if (key == 'q' || key == 'Q' || key == 3) {
                    return true;
                }
            }
            TimeUnit.MILLISECONDS.sleep(KEYS_EVERY_MILLIS);
        }
        return false;
    }

    @Override
    public void close() {
        client.close();
    }
}
