package dev.loam.bench.realtime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/// Rows inserted into a table over the REST API, told as changes.
final class Changes implements Source {
    private static final String MARK = "\"number\":";
    private static final int CREATED = 201;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI rows;
    private final String writersKey;
    private final String name;
    private final String table;
    private final IntFunction<String> tokens;

    /// `writersKey` may insert; `tokens` are those of the listeners, null for nobody's.
    Changes(URI server, String writersKey, String name, String table, IntFunction<String> tokens) {
        this.rows = server.resolve("/rest/v1/" + table);
        this.writersKey = writersKey;
        this.name = name;
        this.table = table;
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String config() {
        return "{\"presence\":{\"enabled\":false},\"postgres_changes\":[{\"event\":\"INSERT\","
                + "\"schema\":\"public\",\"table\":\"" + table + "\"}]}";
    }

    @Override
    public String token(int listener) {
        return tokens.apply(listener);
    }

    @Override
    public boolean tellsBeginning() {
        return true;
    }

    @Override
    public void happen(int number) throws IOException {
        var request = HttpRequest.newBuilder(rows)
                .header("apikey", writersKey).header("Authorization", "Bearer " + writersKey)
                .header("Content-Type", "application/json")
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
