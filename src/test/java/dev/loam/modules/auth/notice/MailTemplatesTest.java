package dev.loam.modules.auth.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.modules.auth.config.EmailConfig.Template;
import dev.loam.ports.mail.Mail;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MailTemplatesTest {
    private static final String LINK = "https://a.example/auth/v1/verify?token=abc&type=signup";

    private final ObjectNode user = JsonMapper.shared().createObjectNode();

    @ParameterizedTest
    @EnumSource(NoticeKind.class)
    void every_kind_has_words_of_its_own(NoticeKind kind) {
        var mail = write(kind, Map.of());
        assertThat(mail.kind()).isEqualTo(kind.key());
        assertThat(mail.subject()).isNotBlank();
        assertThat(mail.html()).startsWith("<!doctype html>").doesNotContain("{{")
                .contains(mail.subject());
        assertThat(mail.text()).doesNotContain("{{", "<");
    }

    @ParameterizedTest
    @EnumSource(value = NoticeKind.class,
            names = {"CONFIRMATION", "INVITE", "MAGIC_LINK", "RECOVERY", "EMAIL_CHANGE"})
    void what_bears_a_token_has_the_link_and_the_code(NoticeKind kind) {
        var mail = write(kind, Map.of());
        assertThat(mail.html()).contains("href=\"" + LINK.replace("&", "&amp;") + "\"", "123456");
        assertThat(mail.text()).contains(LINK, "123456");
    }

    @ParameterizedTest
    @EnumSource(value = NoticeKind.class, mode = EnumSource.Mode.MATCH_ANY,
            names = {".*CHANGED", "IDENTITY.*", "MFA.*"})
    void security_notices_bear_no_token(NoticeKind kind) {
        assertThat(kind.isSecurityNotice()).isTrue();
        assertThat(write(kind, Map.of()).html()).doesNotContain("123456", "verify");
    }

    @Test
    void a_configured_subject_and_content_go_before_the_built_in_ones() {
        var own = write(NoticeKind.RECOVERY, Map.of("recovery",
                new Template("Für {{ .Data.name }}", "<p>{{ .Token }} {{ .Data.name }}</p>")));
        assertThat(own.subject()).isEqualTo("Für <Ada> Bcc: x");
        assertThat(own.html()).isEqualTo("<p>123456 &lt;Ada&gt;\r\nBcc: x</p>");
        assertThat(own.text()).isNull();
        var subjectOnly = write(NoticeKind.RECOVERY, Map.of("recovery", new Template("S", null)));
        assertThat(subjectOnly.subject()).isEqualTo("S");
        assertThat(subjectOnly.html()).contains("Reset your password");
        assertThat(subjectOnly.text()).isNotNull();
    }

    @Test
    void a_subject_is_not_longer_than_mail_servers_take() {
        user.putObject("user_metadata").put("name", "x".repeat(1_000));
        var mail = new MailTemplates(Map.of("invite", new Template("{{ .Data.name }}", null)))
                .write(Notice.of(NoticeKind.INVITE, "a@example.com", user));
        assertThat(mail.subject()).hasSize(250).endsWith("…");
    }

    @Test
    void unknown_kinds_and_broken_templates_are_refused_by_name() {
        assertThatThrownBy(() -> new MailTemplates(Map.of("welcome", new Template("s", "h"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("welcome").hasMessageContaining("magic_link");
        assertThatThrownBy(() -> new MailTemplates(Map.of("invite",
                new Template(null, "{{ .Foo }}")))).hasMessageContaining(
                "template invite (content), line 1, column 1");
    }

    private Mail write(NoticeKind kind, Map<String, Template> configured) {
        user.putObject("user_metadata").put("name", "<Ada>\r\nBcc: x");
        return new MailTemplates(configured).write(Notice.of(kind, "ada@example.com", user)
                .with("Token", "123456").with("ConfirmationURL", LINK));
    }
}
