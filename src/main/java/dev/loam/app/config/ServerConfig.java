package dev.loam.app.config;

import dev.loam.ports.web.HttpLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Where the server listens and what it takes. `adminPort` is null when there is no admin port,
/// `roles` empty when every module runs; `path` is what every request passes through.
public record ServerConfig(
        String host, int port, boolean reusePort, String adminHost, Integer adminPort,
        List<String> roles, Duration requestTimeout, DrainSettings drain, HttpLimits limits,
        PathSettings path) {
    static ServerConfig from(Resolved values, Path projectDir, List<String> problems) {
        HttpLimits limits = new HttpLimits(
                Math.toIntExact(values.get(Settings.LINE_MAX).bytes()),
                Math.toIntExact(values.get(Settings.HEAD_MAX).bytes()),
                values.get(Settings.BODY_MAX).bytes(),
                Math.toIntExact(values.get(Settings.WHOLE_BODY_MAX).bytes()),
                values.get(Settings.HEAD_TIME_MAX),
                values.get(Settings.BODY_TIME_MAX), values.get(Settings.IDLE_TIME_MAX),
                values.get(Settings.CONNECTIONS_MAX)).withBodySpeed(
                values.get(Settings.BODY_SPEED_MIN).bytes(),
                values.get(Settings.BODY_SPEED_GRACE));
        return new ServerConfig(
                values.get(Settings.HOST), values.get(Settings.PORT),
                values.get(Settings.REUSE_PORT),
                values.get(Settings.ADMIN_HOST), values.get(Settings.ADMIN_PORT),
                values.get(Settings.ROLES), values.get(Settings.REQUEST_TIMEOUT),
                DrainSettings.from(values), limits,
                PathSettings.from(values, projectDir, problems));
    }

    /// Where a client on this machine reaches the API.
    public String url() {
        return path.wire().scheme() + "://" + reachable(host) + ":" + port;
    }

    /// Where a client on this machine reaches the admin port, null when there is none.
    public String adminUrl() {
        return adminPort == null ? null : "http://" + reachable(adminHost) + ":" + adminPort;
    }

    /// The same with the ports the system chose.
    public ServerConfig withPorts(int chosen, Integer adminChosen) {
        return new ServerConfig(host, chosen, reusePort, adminHost, adminChosen, roles,
                requestTimeout, drain, limits, path);
    }

    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }
}
