package dev.loam.app.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Judges what the settings of accounts say together, and reads the files they name.
final class AuthChecks {
    private static final Duration JWT_EXPIRY_MAX = Duration.ofDays(7);
    private static final int CONTENT_BYTES_MAX = 1 << 20;

    private final Resolved values;
    private final List<String> problems;
    private final Map<String, String> contents = new HashMap<>();

    private AuthChecks(Resolved values, List<String> problems) {
        this.values = values;
        this.problems = problems;
    }

    /// Notes every problem. Files are looked for in the project's folder and in its `supabase`.
    static AuthSettings settings(Resolved values, Path projectDir, List<String> problems) {
        var checks = new AuthChecks(values, problems);
        checks.durations();
        checks.companions();
        checks.readAll(projectDir, "auth.email.template",
                AuthMessageTable.TEMPLATE_CONTENT, AuthMessageTable.TEMPLATE_PATH);
        checks.readAll(projectDir, "auth.email.notification",
                AuthMessageTable.NOTICE_CONTENT, AuthMessageTable.NOTICE_PATH);
        var settings = new AuthSettings(values, checks.contents);
        checks.mailServer(settings);
        return settings;
    }

    private void durations() {
        if (values.get(AuthTable.JWT_EXPIRY).compareTo(JWT_EXPIRY_MAX) > 0) {
            problem(AuthTable.JWT_EXPIRY, "wanted at most 7d");
        }
        Stream.of(AuthTable.JWT_EXPIRY, AuthMessageTable.EMAIL_CODE_LIFETIME,
                        AuthMessageTable.PHONE_CODE_LIFETIME)
                .filter(setting -> values.get(setting).isZero())
                .forEach(setting -> problem(setting, "wanted more than 0s"));
    }

    /// What makes no sense without another setting.
    private void companions() {
        if (values.get(AuthTable.BREACHED_REFUSED)) {
            want(AuthTable.BREACH_SERVICE, AuthTable.BREACHED_REFUSED);
        }
        if (values.get(AuthTable.CAPTCHA)) {
            want(AuthTable.CAPTCHA_PROVIDER, AuthTable.CAPTCHA);
        }
        if (values.get(AuthMessageTable.SMS_URL) != null) {
            want(AuthMessageTable.SMS_SECRET, AuthMessageTable.SMS_URL);
        }
        for (String hook : values.names(AuthServiceTable.HOOKS)) {
            if (values.get(AuthServiceTable.HOOK.of(hook))) {
                want(AuthServiceTable.HOOK_URI.of(hook), AuthServiceTable.HOOK.of(hook));
            }
        }
    }

    private void mailServer(AuthSettings settings) {
        if (values.get(AuthMessageTable.SMTP) && values.get(AuthMessageTable.SMTP_HOST) != null
                && values.get(AuthMessageTable.SMTP_SENDER) == null) {
            want(AuthMessageTable.SMTP_SENDER, AuthMessageTable.SMTP_HOST);
            return;
        }
        try {
            settings.smtp();
        } catch (IllegalArgumentException wrong) {
            problem(AuthMessageTable.SMTP_HOST, wrong.getMessage());
        }
    }

    private void want(Setting<?> wanted, Setting<?> reason) {
        if (values.get(wanted) == null) {
            problems.add(values.where(reason) + ": wants " + wanted.key() + " too");
        }
    }

    private void readAll(
            Path projectDir, String table, Setting<String> content, Setting<String> path) {
        for (String name : values.names(table)) {
            String written = values.get(content.of(name));
            String file = values.get(path.of(name));
            if (written != null && file != null) {
                problem(path.of(name), "there is " + content.of(name).key() + " too");
            } else if (file != null) {
                contents.put(name, read(projectDir, file, path.of(name)));
            } else if (written != null) {
                contents.put(name, written);
            }
        }
    }

    private String read(Path projectDir, String file, Setting<?> setting) {
        Optional<Path> found = Stream.of(projectDir, projectDir.resolve("supabase"))
                .map(dir -> dir.resolve(file)).filter(Files::isRegularFile).findFirst();
        try {
            if (found.isEmpty()) {
                problem(setting, "there is no file " + file);
            } else if (Files.size(found.get()) > CONTENT_BYTES_MAX) {
                problem(setting, file + " has more than 1MiB");
            } else {
                return Files.readString(found.get());
            }
        } catch (MalformedInputException _) {
            problem(setting, file + " is not UTF-8");
        } catch (IOException _) {
            problem(setting, file + " cannot be read");
        }
        return "";
    }

    private void problem(Setting<?> setting, String what) {
        problems.add(values.where(setting) + ": " + what);
    }
}
