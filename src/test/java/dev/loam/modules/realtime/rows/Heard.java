package dev.loam.modules.realtime.rows;

import dev.loam.modules.realtime.channel.Outlet;
import dev.loam.modules.realtime.channel.Place;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a channel was sent, in order.
final class Heard implements Outlet {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private final List<JsonNode> rows = new ArrayList<>();
    private final List<String> systems = new ArrayList<>();

    @Override
    public synchronized void push(String event, byte[] payload) {
        if (!event.equals("postgres_changes")) {
            throw new AssertionError(event);
        }
        rows.add(JsonMapper.shared().readTree(new String(payload, StandardCharsets.UTF_8)));
        notifyAll();
    }

    @Override
    public synchronized void system(String extension, boolean ok, String message) {
        systems.add((ok ? "ok: " : "error: ") + message);
        notifyAll();
    }

    synchronized List<JsonNode> rows() {
        return List.copyOf(rows);
    }

    synchronized List<String> systems() {
        return List.copyOf(systems);
    }

    /// `INSERT 1`, `UPDATE 1`, … by the member `id` of the new row, or of the old one.
    List<String> brief() {
        return rows().stream().map(Heard::brief).toList();
    }

    static String brief(JsonNode row) {
        var data = row.get("data");
        var record = data.has("record") && data.get("record").has("id")
                ? data.get("record") : data.path("old_record");
        return data.get("type").asString() + " " + record.path("id").asString();
    }

    static Place place(JsonNode row) {
        return Place.parse(row.get("loam").get("position").asString() + ":"
                + row.get("loam").get("order").asInt());
    }

    void awaitsSystem(String message) {
        await(() -> systems.contains(message), "no system message: " + message);
    }

    /// Waits for a gap or the like.
    void awaitsSystem(Predicate<String> message) {
        await(() -> systems.stream().anyMatch(message), "no such system message");
    }

    /// Waits for so many rows, whatever they are.
    void awaitsRows(int count) {
        await(() -> rows.size() >= count, "too few rows");
    }

    /// Waits for a row whose `id` is that; whatever was to come before it has come then.
    Heard awaits(String id) {
        await(() -> rows.stream().anyMatch(row -> brief(row).endsWith(" " + id)),
                "no row " + id);
        return this;
    }

    private interface Reached {
        boolean yet();
    }

    private synchronized void await(Reached reached, String otherwise) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!reached.yet()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(otherwise + "; heard " + rows + " and " + systems);
            }
            try {
                wait(left);
            } catch (InterruptedException wrong) {
                throw new IllegalStateException(wrong);
            }
        }
    }
}
