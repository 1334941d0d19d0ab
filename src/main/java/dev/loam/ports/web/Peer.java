package dev.loam.ports.web;

/// The other end of the connection a request came on. `gone` costs a system call, never blocks and
/// may be asked from any thread: true once the client has closed or reset the connection.
public interface Peer {
    /// Numeric IP address.
    String address();

    int port();

    boolean gone();
}
