package dev.loam.app.config;

import dev.loam.kernel.secure.SecureConfig;
import java.time.Duration;
import java.util.List;

/// The settings of `[security]`: what browsers are told to be careful with. An answer's own fields
/// win over these.
public final class SecurityTable {
    static final SettingTable TABLE = new SettingTable("security.");

    public static final Setting<Boolean> ENABLED = TABLE.add("enabled", Kind.TRUTH, true,
            "Whether answers carry X-Content-Type-Options, and pages the fields below.");
    public static final Setting<Duration> TRANSPORT = TABLE.add("hsts", Kind.DURATION,
            Duration.ZERO, "How long browsers that came by TLS use nothing else, as "
                    + "Strict-Transport-Security says; 0s says nothing.");
    public static final Setting<Boolean> SUBDOMAINS = TABLE.add("hsts-subdomains", Kind.TRUTH,
            false, "Whether that holds for the names below this one as well.");
    public static final Setting<String> CONTENT = TABLE.add("content-security-policy",
            Kind.OPTIONAL, "base-uri 'self'; object-src 'none'; frame-ancestors 'self'",
            "Content-Security-Policy of HTML pages; empty leaves it out.");
    public static final Setting<String> FRAMES = TABLE.add("frame-options", Kind.OPTIONAL,
            "SAMEORIGIN", "X-Frame-Options of HTML pages; empty leaves it out.");
    public static final Setting<String> REFERRER = TABLE.add("referrer-policy", Kind.OPTIONAL,
            "strict-origin-when-cross-origin",
            "Referrer-Policy of HTML pages; empty leaves it out.");

    private SecurityTable() {
    }

    /// Null where nothing is added.
    static SecureConfig from(Resolved values, List<String> problems) {
        for (Setting<String> field : List.of(CONTENT, FRAMES, REFERRER)) {
            String text = values.get(field);
            if (text != null && !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
                problems.add(values.where(field) + ": wanted one line of ASCII");
            }
        }
        return !values.get(ENABLED) ? null : new SecureConfig(values.get(TRANSPORT),
                values.get(SUBDOMAINS), values.get(CONTENT), values.get(FRAMES),
                values.get(REFERRER));
    }
}
