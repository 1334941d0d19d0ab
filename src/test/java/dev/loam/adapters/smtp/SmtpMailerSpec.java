package dev.loam.adapters.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.smtp.SmtpConfig.Security;
import dev.loam.app.running.SystemClock;
import dev.loam.base.config.Secret;
import dev.loam.base.task.Deadline;
import dev.loam.ports.mail.Mail;
import dev.loam.ports.mail.Undelivered;
import dev.loam.ports.time.Clock;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpMailerSpec {
    private static final String TO = "ada@example.com";

    private final Clock clock = new SystemClock();

    @Test
    void mail_arrives_with_both_forms_and_everything_its_head_needs() throws Exception {
        try (var server = new SmallSmtpServer(Map.of())) {
            send(server, new Mail("recovery", TO, "Passwort für Ada", "<p>ü</p>\n.\nend", "ü",
                    Map.of("X-Kind", "recovery")));
            assertThat(server.commands).contains("MAIL FROM:<no-reply@loam.test>",
                    "RCPT TO:<ada@example.com>", "EHLO loam.test");
            var message = received(server);
            assertThat(message.getSubject()).isEqualTo("Passwort für Ada");
            assertThat(message.getFrom()[0]).hasToString("Lóam <no-reply@loam.test>".replace(
                    "Lóam", "=?UTF-8?Q?L=C3=B3am?="));
            assertThat(message.getMessageID()).matches("<[0-9a-f-]{36}@loam\\.test>");
            assertThat(message.getSentDate()).isNotNull();
            assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(message.getHeader("X-Kind")).containsExactly("recovery");
            var parts = (Multipart) message.getContent();
            assertThat(message.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContent()).isEqualTo("ü");
            assertThat(parts.getBodyPart(1).getContentType()).containsIgnoringCase("text/html");
            assertThat(((String) parts.getBodyPart(1).getContent()).lines())
                    .containsExactly("<p>ü</p>", ".", "end");
        }
    }

    @Test
    void one_form_alone_makes_a_mail_of_that_kind() throws Exception {
        try (var server = new SmallSmtpServer(Map.of())) {
            send(server, new Mail("recovery", TO, "s", "<p>x</p>", null, Map.of()));
            assertThat(received(server).getContentType()).isEqualToIgnoringCase(
                    "text/html; charset=UTF-8");
        }
        try (var server = new SmallSmtpServer(Map.of())) {
            send(server, new Mail("recovery", TO, "s", null, "x", Map.of()));
            assertThat(received(server).getContentType()).isEqualToIgnoringCase(
                    "text/plain; charset=UTF-8");
        }
    }

    @Test
    void a_domain_beyond_ascii_is_written_in_ascii() throws Exception {
        try (var server = new SmallSmtpServer(Map.of())) {
            send(server, mail("ada@müller.example", "s"));
            assertThat(server.commands).contains("RCPT TO:<ada@xn--mller-kva.example>");
        }
    }

    @Test
    void user_and_password_are_shown_to_the_server_and_nobody_else() throws Exception {
        try (var server = new SmallSmtpServer(Map.of())) {
            mailer(server, Security.PLAIN, "user").send(mail(TO, "s"), later());
            assertThat(server.commands).contains("AUTH PLAIN " + Base64.getEncoder()
                    .encodeToString("user\0user\0s3cret".getBytes(StandardCharsets.UTF_8)));
        }
        try (var server = new SmallSmtpServer(Map.of("AUTH", "535 5.7.8 no s3cret"))) {
            refused(() -> mailer(server, Security.PLAIN, "user").send(mail(TO, "s"), later()),
                    "user and password were refused (535 5.7.8)");
        }
    }

    @Test
    void without_starttls_nothing_is_sent() throws Exception {
        try (var server = new SmallSmtpServer(Map.of())) {
            refused(() -> mailer(server, Security.STARTTLS, "user").send(mail(TO, "s"), later()),
                    "it does not offer STARTTLS");
            assertThat(server.commands).noneMatch(line ->
                    line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
        var offered = Map.of("EHLO", "250-mail.test\r\n250 STARTTLS", "STARTTLS", "454 not now");
        try (var server = new SmallSmtpServer(offered)) {
            refused(() -> mailer(server, Security.STARTTLS, null).send(mail(TO, "s"), later()),
                    "");
            assertThat(server.commands).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 ada@example.com unknown, the addressee was refused (550 5.1.1)",
        "MAIL, 553 ada@example.com, the mail was refused (553)",
        "., 554 5.7.1 spam for ada@example.com, the mail was refused (554 5.7.1)",
        "EHLO, 421 too busy, failed with MessagingException"})
    void what_the_server_refuses_is_told_without_the_addressee(
            String command, String answer, String reason) throws IOException {
        var answers = command.equals("EHLO") ? Map.of("EHLO", answer, "HELO", answer)
                : Map.of(command, answer);
        try (var server = new SmallSmtpServer(answers)) {
            refused(() -> send(server, mail(TO, "s")), reason);
        }
    }

    @Test
    void a_server_that_is_down_silent_or_slow_is_given_up() throws Exception {
        var server = new SmallSmtpServer(Map.of("", ""));
        var mailer = mailer(server, Security.PLAIN, null);
        var tls = mailer(server, Security.TLS, null);
        refused(() -> mailer.send(mail(TO, "s"), soon()), "");
        refused(() -> tls.send(mail(TO, "s"), soon()), "");
        refused(() -> mailer.send(mail(TO, "s"), new Deadline(clock.nanos())), "no time is left");
        server.close();
        refused(() -> mailer.send(mail(TO, "s"), later()), "no connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "ada@", "@example.com", "a@example.com,b@example.com",
            "Ada <ada@example.com>", "ada@example.com\r\nBcc: b@example.com", "a b@example.com",
            "ada@example.com (Ada)", "list:a@example.com;"})
    void an_addressee_is_one_bare_address(String to) throws IOException {
        try (var server = new SmallSmtpServer(Map.of())) {
            refused(() -> send(server, mail(to, "s")), "the addressee is not one mail address");
            assertThat(server.commands).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @Test
    void nobody_writes_fields_of_the_head_through_a_value() throws IOException {
        try (var server = new SmallSmtpServer(Map.of())) {
            refused(() -> send(server, mail(TO, "s\r\nBcc: b@example.com")), "the subject");
            refused(() -> send(server, new Mail("k", TO, "s", null, "t",
                    Map.of("X-A", "b\nBcc: c"))), "a field of the mail's head");
            refused(() -> send(server, new Mail("k", TO, "s", null, "t",
                    Map.of("X-A: b\nBcc", "c"))), "a field of the mail's head");
            assertThat(server.commands).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    private static void refused(ThrowingCallable sending, String reason) {
        assertThatThrownBy(sending).isInstanceOf(Undelivered.class).hasNoCause()
                .hasMessageContaining(reason).hasMessageNotContaining("ada@")
                .hasMessageNotContaining("s3cret");
    }

    private void send(SmallSmtpServer server, Mail mail) throws Undelivered {
        mailer(server, Security.PLAIN, null).send(mail, later());
    }

    private SmtpMailer mailer(SmallSmtpServer server, Security security, String user) {
        return new SmtpMailer(new SmtpConfig("127.0.0.1", server.port(), security, user,
                user == null ? null : new Secret("s3cret"), "no-reply@loam.test", "Lóam"), clock);
    }

    private static Mail mail(String to, String subject) {
        return new Mail("recovery", to, subject, null, "text", Map.of());
    }

    private static MimeMessage received(SmallSmtpServer server) throws Exception {
        var undotted = server.data.toString().replaceAll("(?m)^\\.", "");
        return new MimeMessage(Session.getInstance(new Properties()),
                new ByteArrayInputStream(undotted.getBytes(StandardCharsets.UTF_8)));
    }

    private Deadline later() {
        return Deadline.after(Duration.ofSeconds(20), clock.nanos());
    }

    private Deadline soon() {
        return Deadline.after(Duration.ofMillis(300), clock.nanos());
    }
}
