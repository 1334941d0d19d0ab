package dev.loam.bench.realtime;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Broadcasts of one client.
final class Broadcasts implements Source {
    private static final String MARK = "\"number\":";

    private final PlainSocket speaker;

    Broadcasts(URI server, String key) throws IOException {
        this.speaker = PlainSocket.open(server, key);
        speaker.join("bench", config(), null);
    }

    @Override
    public String name() {
        return "broadcast";
    }

    @Override
    public String config() {
        return "{\"presence\":{\"enabled\":false}}";
    }

    @Override
    public void happen(int number) throws IOException {
        speaker.text("[\"1\",null,\"realtime:bench\",\"broadcast\",{\"type\":\"broadcast\","
                + "\"event\":\"moved\",\"payload\":{\"x\":123.5,\"y\":456.25,\"who\":"
                + "\"0f0b1c1e-5d1a-4a87-9d0e-bd4d8a7b9a10\"," + MARK + number + "}}]");
    }

    @Override
    public int number(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        int at = text.indexOf(MARK);
        return at < 0 ? -1 : Integer.parseInt(
                text.substring(at + MARK.length(), text.indexOf('}', at)));
    }

    @Override
    public void close() throws IOException {
        speaker.close();
    }
}
