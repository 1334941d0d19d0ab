package dev.loam.app.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// What `--production` refuses to start with: whatever is known to be unsafe where people other
/// than developers are served. A secret the project made for itself is none of it.
public final class ProductionRules {
    /// Secrets that stand in documentation and tools for everybody to read.
    private static final List<String> WELL_KNOWN = List.of(
            "super-secret-jwt-token-with-at-least-32-characters-long",
            "your-super-secret-jwt-token-with-at-least-32-characters-long",
            "reallyreallyreallyreallyverysafe");

    /// Providers that let no application without a secret in.
    private static final Set<String> WITH_SECRET = Set.of("azure", "discord", "github", "gitlab");

    private final AuthSettings auth;
    private final List<String> problems = new ArrayList<>();

    private ProductionRules(AuthSettings auth) {
        this.auth = auth;
    }

    /// Every reason not to serve with a configuration in production, none when it asks for none.
    public static List<String> problems(LoamConfig config) {
        if (!config.production()) {
            return List.of();
        }
        var rules = new ProductionRules(config.auth());
        rules.secret(config.rest().jwt());
        if (config.auth().enabled()) {
            rules.addresses();
            rules.mail();
            rules.messages();
            rules.hooks();
            rules.providers();
            rules.captcha();
        }
        return List.copyOf(rules.problems);
    }

    /// Its length was judged with the rest of the configuration.
    private void secret(JwtSettings jwt) {
        if (jwt.secret() != null && wellKnown(jwt)) {
            refuse(Settings.JWT_SECRET, "is a secret that everybody can read in documentation");
        }
    }

    private static boolean wellKnown(JwtSettings jwt) {
        if (!jwt.secretIsJson()) {
            return WELL_KNOWN.contains(new String(jwt.secretBytes(), StandardCharsets.UTF_8));
        }
        return WELL_KNOWN.stream()
                .map(known -> Base64.getUrlEncoder().withoutPadding()
                        .encodeToString(known.getBytes(StandardCharsets.UTF_8)))
                .anyMatch(jwt.secret().value()::contains);
    }

    private void addresses() {
        String site = auth.get(AuthTable.SITE_URL);
        if (site.equals(AuthTable.SITE_URL.fallback())) {
            refuse(AuthTable.SITE_URL, "wanted the address of your site");
        } else if (Loopback.isOpen(site)) {
            refuse(AuthTable.SITE_URL, "wanted https");
        }
        String external = auth.get(AuthTable.EXTERNAL_URL);
        if (external != null && Loopback.isOpen(external)) {
            refuse(AuthTable.EXTERNAL_URL, "wanted https");
        }
    }

    private void mail() {
        if (auth.smtp() == null && !auth.hook("send-email") && mailIsNeeded()) {
            refuse(AuthMessageTable.SMTP_HOST, "wanted an SMTP server or the hook send-email, "
                    + "as addresses are confirmed by mail; or switch off auth.email.enabled");
        }
    }

    private boolean mailIsNeeded() {
        return auth.get(AuthMessageTable.EMAIL) && auth.get(AuthMessageTable.EMAIL_SIGNUP)
                && auth.get(AuthMessageTable.EMAIL_CONFIRMATIONS) && auth.get(AuthTable.SIGNUP);
    }

    private void messages() {
        SmsSettings sms = auth.sms();
        boolean needed = auth.get(AuthMessageTable.PHONE) && auth.get(AuthMessageTable.PHONE_SIGNUP)
                && auth.get(AuthTable.SIGNUP);
        if (sms == null && !auth.hook("send-sms") && needed) {
            refuse(AuthMessageTable.SMS_URL, "wanted a service that sends messages or the hook "
                    + "send-sms; or switch off auth.sms.enable-signup");
        }
        if (sms != null && Loopback.isOpen(sms.address().toString())) {
            refuse(AuthMessageTable.SMS_URL, "wanted https");
        }
        for (String number : auth.values().names("auth.sms.test-otp")) {
            refuse(AuthMessageTable.TEST_CODE.of(number), "its code is known beforehand");
        }
    }

    private void hooks() {
        for (String name : auth.values().names(AuthServiceTable.HOOKS)) {
            String uri = auth.get(AuthServiceTable.HOOK_URI.of(name));
            if (!auth.hook(name) || uri.startsWith("pg-functions:")) {
                continue;
            }
            if (auth.get(AuthServiceTable.HOOK_SECRETS.of(name)).isEmpty()) {
                refuse(AuthServiceTable.HOOK_SECRETS.of(name),
                        "wanted, or anybody can ask the hook");
            }
            if (Loopback.isOpen(uri)) {
                refuse(AuthServiceTable.HOOK_URI.of(name), "wanted https");
            }
        }
    }

    private void providers() {
        for (String name : auth.values().names(AuthServiceTable.PROVIDERS)) {
            if (!auth.get(AuthServiceTable.PROVIDER.of(name))) {
                continue;
            }
            if (auth.get(AuthServiceTable.CLIENT_ID.of(name)).isEmpty()) {
                refuse(AuthServiceTable.CLIENT_ID.of(name), "wanted, as the provider is enabled");
            }
            if (WITH_SECRET.contains(name)
                    && auth.get(AuthServiceTable.CLIENT_SECRET.of(name)) == null) {
                refuse(AuthServiceTable.CLIENT_SECRET.of(name),
                        "wanted, as the provider is enabled");
            }
        }
    }

    private void captcha() {
        if (auth.get(AuthTable.CAPTCHA) && auth.get(AuthTable.CAPTCHA_SECRET) == null) {
            refuse(AuthTable.CAPTCHA_SECRET, "wanted, as auth.captcha.enabled is set");
        }
    }

    private void refuse(Setting<?> setting, String why) {
        problems.add("production: " + auth.values().where(setting) + ": " + why);
    }
}
