package dev.loam.adapters.smtp;

import dev.loam.base.task.Deadline;
import dev.loam.ports.mail.Mail;
import dev.loam.ports.mail.Mailer;
import dev.loam.ports.mail.Undelivered;
import dev.loam.ports.time.Clock;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailConnectException;

/// Hands mail to one mail server, with a connection of its own for each.
///
/// Source: RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 8314 (TLS), RFC 4954 (AUTH).
public final class SmtpMailer implements Mailer {
    /// A reply code and, where there is one, an enhanced status code. The rest of what a server
    /// says may repeat the addressee.
    private static final Pattern STATUS =
            Pattern.compile("^([2-5]\\d\\d)(?:[ -]([245]\\.\\d{1,3}\\.\\d{1,3})\\b)?");

    private final Clock clock;
    private final SmtpConfig config;
    private final SSLSocketFactory tls;

    public SmtpMailer(SmtpConfig config, Clock clock) {
        this(config, clock, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /// Trusts other certificates than usual, for tests.
    SmtpMailer(SmtpConfig config, Clock clock, SSLSocketFactory tls) {
        this.config = config;
        this.clock = clock;
        this.tls = tls;
    }

    @Override
    public void send(Mail mail, Deadline deadline) throws Undelivered {
        var left = deadline.left(clock.nanos());
        if (left.toMillis() == 0) {
            throw undelivered("no time is left to call it");
        }
        var task = new FutureTask<Void>(() -> {
            deliver(mail, left);
            return null;
        });
        // The waits of the protocol are each bounded, their sum is not: a server that answers a
        // byte at a time would never be late. An interrupt closes the connection.
        Thread.ofVirtual().name("smtp").start(task);
        try {
            task.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw undelivered("no answer in time");
        } catch (ExecutionException failed) {
            throw undelivered(failed.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw undelivered("interrupted");
        } finally {
            task.cancel(true);
        }
    }

    private void deliver(Mail mail, Duration left) throws MessagingException, Undelivered {
        var session = Session.getInstance(properties(left));
        var message = Message.of(mail, config, session, clock.now());
        try (var transport = (SMTPTransport) session.getTransport("smtp")) {
            transport.connect(config.host(), config.port(), config.user(),
                    config.password() == null ? null : config.password().value());
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    private Properties properties(Duration left) {
        var properties = new Properties();
        var millis = Long.toString(Math.min(left.toMillis(), Integer.MAX_VALUE));
        put(properties, "connectiontimeout", millis);
        put(properties, "timeout", millis);
        put(properties, "writetimeout", millis);
        // The machine's own name would cost a look-up and tell others about the network.
        put(properties, "localhost", Message.domain(config.sender()));
        put(properties, "auth", Boolean.toString(config.user() != null));
        put(properties, "ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.socketFactory", tls);
        switch (config.security()) {
            case STARTTLS -> {
                put(properties, "starttls.enable", "true");
                put(properties, "starttls.required", "true");
            }
            case TLS -> put(properties, "ssl.enable", "true");
            case PLAIN -> {
            }
        }
        return properties;
    }

    private static void put(Properties properties, String name, String value) {
        properties.setProperty("mail.smtp." + name, value);
    }

    /// What servers and the library say is not passed on: it may hold addresses.
    private Undelivered undelivered(Throwable cause) {
        return switch (cause) {
            case Undelivered already -> already;
            case AuthenticationFailedException refused ->
                undelivered("user and password were refused" + status(refused));
            case MailConnectException connect -> undelivered("no connection"
                    + (connect.getCause() == null ? "" : ": " + connect.getCause().getMessage()));
            case SMTPSendFailedException refused ->
                undelivered("the mail was refused" + status(deepest(refused)));
            case MessagingException failed -> undelivered(failed);
            default -> undelivered("failed with " + cause.getClass().getName());
        };
    }

    private Undelivered undelivered(MessagingException failed) {
        var deepest = deepest(failed);
        return switch (deepest) {
            // Of the server and its certificate alone.
            case SSLException broken -> undelivered("no TLS: " + broken.getMessage());
            case SMTPAddressFailedException _ ->
                undelivered("the addressee was refused" + status(deepest));
            case SMTPSenderFailedException _ ->
                undelivered("the sender was refused" + status(deepest));
            case MessagingException _ when failed.getMessage() != null
                    && failed.getMessage().contains("STARTTLS") ->
                undelivered("it does not offer STARTTLS");
            default -> undelivered("failed with " + deepest.getClass().getSimpleName()
                    + status(deepest));
        };
    }

    private static Exception deepest(MessagingException failed) {
        Exception deepest = failed;
        while (deepest instanceof MessagingException one && one.getNextException() != null) {
            deepest = one.getNextException();
        }
        return deepest;
    }

    private static String status(Exception failed) {
        var status = STATUS.matcher(String.valueOf(failed.getMessage()));
        if (!status.find()) {
            return "";
        }
        return " (" + status.group(1)
                + (status.group(2) == null ? "" : " " + status.group(2)) + ")";
    }

    private Undelivered undelivered(String reason) {
        return new Undelivered("the mail server " + config.host() + ":" + config.port() + ": "
                + reason);
    }
}
