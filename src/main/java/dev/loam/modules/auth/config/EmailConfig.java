package dev.loam.modules.auth.config;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// Accounts with an email address, and the mail they get.
///
/// - `enabled`, `signupEnabled`: whether one may sign in and sign up with an address.
/// - `autoconfirm`: whether an address counts as confirmed without proof.
/// - `doubleConfirmChange`: whether the old address too has to agree to a new one.
/// - `intervalMin`: between two mails for one purpose to one account.
/// - `codeDigits`, `codeLifetime`: of the one-time codes and links.
/// - `templates`: subject and content by the purpose (`confirmation`, `invite`, `magic_link`,
///   `recovery`, `email_change`, `reauthentication`, and the notices), over the built-in ones.
/// - `notices`: the notices that are sent (`password_changed`, …); none by default.
public record EmailConfig(
        boolean enabled, boolean signupEnabled, boolean autoconfirm, boolean doubleConfirmChange,
        Duration intervalMin, int codeDigits, Duration codeLifetime,
        Map<String, Template> templates, Set<String> notices) {
    public static final EmailConfig DEFAULT = new EmailConfig(true, true, true, true,
            Duration.ofSeconds(1), 6, Duration.ofHours(1), Map.of(), Set.of());

    public EmailConfig {
        templates = Map.copyOf(templates);
        notices = Set.copyOf(notices);
    }

    /// A subject and HTML with variables such as `{{ .ConfirmationURL }}`; either null for the
    /// built-in one.
    public record Template(String subject, String html) {
    }
}
