package dev.loam.adapters.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.smtp.SmtpConfig.Security;
import dev.loam.app.running.SystemClock;
import dev.loam.base.config.Secret;
import dev.loam.base.task.Deadline;
import dev.loam.ports.mail.Mail;
import dev.loam.ports.mail.Undelivered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A connection that changes to TLS, and certificates that are no good.
class SmtpTlsSpec {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Map<String, String> OFFERED = Map.of(
            "EHLO", "250-mail.test\r\n250-STARTTLS\r\n250 AUTH PLAIN");

    private final SystemClock clock = new SystemClock();

    @TempDir
    private Path folder;

    @Test
    void password_and_mail_go_over_tls_to_a_server_that_is_trusted() throws Exception {
        var context = context("ip:127.0.0.1");
        try (var server = new SmallSmtpServer(OFFERED, context)) {
            new SmtpMailer(config(server), clock, context.getSocketFactory())
                    .send(mail(), later());
            assertThat(server.commands).startsWith("EHLO loam.test", "STARTTLS", "EHLO loam.test")
                    .anyMatch(line -> line.startsWith("AUTH PLAIN"));
            assertThat(server.data).contains("text");
        }
    }

    @Test
    void a_certificate_of_another_host_is_refused() throws Exception {
        var context = context("dns:mail.example.com");
        refused(context, context);
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() throws Exception {
        refused(context("ip:127.0.0.1"), SSLContext.getDefault());
    }

    private void refused(SSLContext ofServer, SSLContext ofClient) throws IOException {
        try (var server = new SmallSmtpServer(OFFERED, ofServer)) {
            var mailer = new SmtpMailer(config(server), clock, ofClient.getSocketFactory());
            assertThatThrownBy(() -> mailer.send(mail(), later()))
                    .isInstanceOf(Undelivered.class).hasMessageContaining("no TLS");
            assertThat(server.commands).noneMatch(line ->
                    line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    private static SmtpConfig config(SmallSmtpServer server) {
        return new SmtpConfig("127.0.0.1", server.port(), Security.STARTTLS, "user",
                new Secret("s3cret"), "no-reply@loam.test", null);
    }

    private static Mail mail() {
        return new Mail("recovery", "ada@example.com", "s", null, "text", Map.of());
    }

    private Deadline later() {
        return Deadline.after(Duration.ofSeconds(20), clock.nanos());
    }

    /// A server with a new certificate for a name, and a client that trusts it.
    private SSLContext context(String name) throws Exception {
        var store = store(name);
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore store(String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        var file = folder.resolve("key.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var made = new ProcessBuilder(keytool.toString(), "-genkeypair", "-keyalg", "EC", "-alias",
                "mail", "-dname", "CN=mail.test", "-ext", "san=" + name, "-keystore",
                file.toString(), "-storepass", new String(PASSWORD)).start();
        assertThat(made.waitFor()).isZero();
        var all = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            all.load(in, PASSWORD);
        }
        all.setCertificateEntry("trusted", all.getCertificate("mail"));
        return all;
    }
}
