/// One WebSocket each: its handshake, the channels that were joined on it, and what waits to be
/// sent.
package dev.loam.modules.realtime.socket;
