package dev.loam.app.command;

import dev.loam.app.cli.CommandFailed;
import dev.loam.app.config.ServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// The addresses a server is to listen on, tried before anything slow is done.
final class Addresses {
    private Addresses() {
    }

    /// Fails with [CommandFailed] when one cannot be had. The texts say how
    /// another port is chosen.
    static void refuseTaken(ServerConfig server, String howToChoose, String howToChooseAdmin) {
        if (!server.reusePort()) {
            refuseTaken(server.host(), server.port(), howToChoose);
        }
        if (server.adminPort() != null) {
            refuseTaken(server.adminHost(), server.adminPort(), howToChooseAdmin);
        }
    }

    private static void refuseTaken(String host, int port, String howToChoose) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            var address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new CommandFailed("The host " + host + " is unknown");
            }
            socket.bind(address);
        } catch (IOException wrong) {
            throw new CommandFailed("Cannot listen on " + host + ":" + port + ": "
                    + wrong.getMessage() + "; choose another port (" + howToChoose
                    + "), or stop what listens there");
        }
    }
}
