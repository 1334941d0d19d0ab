package dev.loam.app.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server says of itself on its admin port.
final class Readiness {
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final Pattern READING =
            Pattern.compile("(?m)^loam_feed_reading\\{source=\"(\\w+)\"} ([01])$");

    private Readiness() {
    }

    /// Null when the server is ready, else the reason why it does not seem to be.
    static String obstacle(String adminUrl) throws InterruptedException {
        try {
            HttpResponse<String> answer = ask(adminUrl + "/ready");
            return answer.statusCode() == 200 ? null
                    : ("it answers " + answer.statusCode() + " " + answer.body()).strip();
        } catch (IOException _) {
            return "it does not answer at " + adminUrl;
        }
    }

    /// How the server hears of changes and whether it keeps answers, in a line; null where it says
    /// nothing about that.
    static String changes(String adminUrl) throws InterruptedException {
        try {
            HttpResponse<String> answer = ask(adminUrl + "/metrics");
            return answer.statusCode() == 200 ? changesIn(answer.body()) : null;
        } catch (IOException _) {
            return null;
        }
    }

    private static String changesIn(String metrics) {
        Matcher reading = READING.matcher(metrics);
        if (!reading.find()) {
            return null;
        }
        String from = switch (reading.group(1)) {
            case "log" -> "from the write-ahead log";
            case "triggers" -> "by triggers";
            default -> "not read";
        };
        boolean reads = reading.group(2).equals("1");
        boolean keeps = metrics.contains("\nloam_cache_entries ");
        return "Changes " + from + (reads || from.equals("not read") ? "" : ", but not now")
                + (reads && keeps ? "; answers are kept" : "; no answers are kept");
    }

    private static HttpResponse<String> ask(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(WAIT_MAX).build();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(WAIT_MAX).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
