package dev.loam.ports.web;

/// Receives the messages of one WebSocket, whole, one after another, on one thread. `onClose` is
/// always the last call, with 1006 when the connection broke.
public interface WebSocketListener {
    void onOpen(WebSocket socket);

    void onText(WebSocket socket, String text);

    void onBinary(WebSocket socket, byte[] bytes);

    void onClose(WebSocket socket, int code, String reason);

    /// One open WebSocket. Any thread may send; messages go out whole and in the order of the
    /// calls. Sending to a closed socket does nothing.
    interface WebSocket {
        void send(String text);

        void send(byte[] bytes);

        /// Sends text that is UTF-8 already, and is not to be changed afterwards.
        void sendText(byte[] utf8);

        void close(int code, String reason);

        /// Ends the connection at once, whatever its client is doing. Never blocks.
        void cut();
    }
}
