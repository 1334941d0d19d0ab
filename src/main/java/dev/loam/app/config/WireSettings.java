package dev.loam.app.config;

import dev.loam.adapters.httpserver.ProxyRule;
import dev.loam.adapters.httpserver.TlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// What connections are made of. `tls` is null for plain HTTP; its files are as they were written
/// until [#under] says from where.
public record WireSettings(TlsConfig tls, ProxyRule.Mode proxyProtocol) {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    static WireSettings from(Resolved values, List<String> problems) {
        List<String> certificates = values.get(WireTable.CERTIFICATE);
        List<String> keys = values.get(WireTable.KEY);
        ProxyRule.Mode proxy = values.get(Settings.PROXY_PROTOCOL);
        if (proxy != ProxyRule.Mode.OFF && values.get(Settings.TRUSTED_PROXIES).isEmpty()) {
            problems.add(values.where(Settings.PROXY_PROTOCOL) + ": needs "
                    + Settings.TRUSTED_PROXIES.key() + ", which names no proxy");
        }
        if (certificates.size() != keys.size()) {
            problems.add(values.where(WireTable.KEY) + ": wanted one key for each "
                    + WireTable.CERTIFICATE.key() + ", " + certificates.size() + " in all; found "
                    + keys.size());
            return new WireSettings(null, proxy);
        }
        if (certificates.isEmpty()) {
            return new WireSettings(null, proxy);
        }
        List<TlsConfig.Pair> pairs = IntStream.range(0, keys.size())
                .mapToObj(i -> new TlsConfig.Pair(
                        Path.of(certificates.get(i)), Path.of(keys.get(i)))).toList();
        return new WireSettings(new TlsConfig(pairs, values.get(WireTable.PASSPHRASE),
                values.get(WireTable.MIN_VERSION) == WireTable.Version.TLS_1_3, LOOK_EVERY),
                proxy);
    }

    /// The same with files relative to a folder.
    WireSettings under(Path dir) {
        if (tls == null) {
            return this;
        }
        List<TlsConfig.Pair> pairs = tls.pairs().stream().map(pair -> new TlsConfig.Pair(
                dir.resolve(pair.certificate()), dir.resolve(pair.key()))).toList();
        return new WireSettings(new TlsConfig(
                pairs, tls.passphrase(), tls.onlyNewest(), tls.poll()), proxyProtocol);
    }

    String scheme() {
        return tls == null ? "http" : "https";
    }
}
