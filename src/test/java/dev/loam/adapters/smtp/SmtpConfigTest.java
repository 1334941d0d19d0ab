package dev.loam.adapters.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.smtp.SmtpConfig.Security;
import dev.loam.base.config.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpConfigTest {
    @ParameterizedTest
    @CsvSource({"mail.example.com, 465, TLS", "mail.example.com, 587, STARTTLS",
        "mail.example.com, 25, STARTTLS", "127.0.0.1, 1025, PLAIN", "localhost, 465, TLS",
        "127.0.0.1.example.com, 25, STARTTLS"})
    void the_usual_protection_follows_from_host_and_port(String host, int port, Security usual) {
        assertThat(Security.usual(host, port)).isEqualTo(usual);
    }

    @Test
    void what_cannot_work_is_refused() {
        assertThatThrownBy(() -> new SmtpConfig("mail.example.com", 25, Security.PLAIN, "user",
                new Secret("s3cret"), "a@example.com", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
        refused("localhost", 0, Security.PLAIN, null, "a@example.com", null);
        refused("localhost", 25, Security.PLAIN, null, "nobody", null);
        refused("localhost", 25, Security.PLAIN, null, "a@example.com", "A\nBcc: b");
        refused("localhost", 25, Security.PLAIN, "user", "a@example.com", null);
    }

    @Test
    void the_password_is_not_printed() {
        assertThat(new SmtpConfig("localhost", 25, Security.PLAIN, "user", new Secret("s3cret"),
                "a@example.com", null).toString()).doesNotContain("s3cret");
    }

    private static void refused(String host, int port, Security security, String user,
            String sender, String senderName) {
        assertThatThrownBy(() ->
                new SmtpConfig(host, port, security, user, null, sender, senderName))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
