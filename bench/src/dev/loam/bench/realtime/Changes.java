package dev.loam.bench.realtime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/// Rows inserted into the table `moves` over the REST API, told as changes.
final class Changes implements Source {
    private static final String MARK = "\"number\":";
    private static final int CREATED = 201;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final String key;

    Changes(URI server, String key) {
        this.server = server;
        this.key = key;
    }

    @Override
    public String name() {
        return "insert";
    }

    @Override
    public String config() {
        return "{\"presence\":{\"enabled\":false},\"postgres_changes\":[{\"event\":\"INSERT\","
                + "\"schema\":\"public\",\"table\":\"moves\"}]}";
    }

    @Override
    public void happen(int number) throws IOException {
        var request = HttpRequest.newBuilder(server.resolve("/rest/v1/moves"))
                .header("apikey", key).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{" + MARK + number + ",\"x\":123.5,\"y\":456.25}"))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status != CREATED) {
                throw new IOException("an insert was answered " + status);
            }
        } catch (InterruptedException wrong) {
            Thread.currentThread().interrupt();
            throw new IOException(wrong);
        }
    }

    @Override
    public int number(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        int at = text.indexOf(MARK);
        if (at < 0) {
            return -1;
        }
        int from = at + MARK.length();
        int to = from;
        while (Character.isDigit(text.charAt(to))) {
            to++;
        }
        return Integer.parseInt(text.substring(from, to));
    }

    @Override
    public void close() {
        http.close();
    }
}
