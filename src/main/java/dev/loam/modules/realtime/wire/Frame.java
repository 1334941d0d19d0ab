package dev.loam.modules.realtime.wire;

/// One message as it goes over a WebSocket. The bytes are shared and not to be changed; with `text`
/// they are UTF-8.
public record Frame(byte[] bytes, boolean text) {
}
