package dev.loam.app.config;

import dev.loam.base.config.Secret;
import java.util.List;

/// The settings of `[tls]`.
public final class WireTable {
    static final SettingTable TABLE = new SettingTable("tls.");

    /// The oldest version of TLS that is spoken.
    public enum Version { TLS_1_2, TLS_1_3 }

    public static final Setting<List<String>> CERTIFICATE = TABLE.add("certificate",
            Kind.LIST, List.of(), "The file with the certificate and those it hangs on, in PEM; "
                    + "with it the API's port speaks https. Several files serve several hosts.");
    public static final Setting<List<String>> KEY = TABLE.add("key", Kind.LIST, List.of(),
            "The file with the private key, in PEM; as many as certificates, in their order.");
    public static final Setting<Secret> PASSPHRASE = TABLE.add("key-passphrase",
            Kind.SECRET, null, "What opens private keys that are encrypted.");
    public static final Setting<Version> MIN_VERSION = TABLE.add("min-version",
            Kind.choice(Version.class), Version.TLS_1_2, "The oldest version that is spoken.");

    private WireTable() {
    }
}
