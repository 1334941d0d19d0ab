package dev.loam.adapters.smtp;

import dev.loam.ports.mail.Mail;
import dev.loam.ports.mail.Undelivered;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/// A mail as it goes over the wire.
///
/// Source: RFC 5322, RFC 2045 to 2047 (MIME), RFC 3834 section 5 (Auto-Submitted).
final class Message extends MimeMessage {
    private static final String UTF_8 = "UTF-8";
    private final String id;

    private Message(Session session, String id) {
        super(session);
        this.id = id;
    }

    static Message of(Mail mail, SmtpConfig config, Session session, Instant now)
            throws MessagingException, Undelivered {
        var to = Addresses.checked(mail.to());
        if (to == null) {
            throw new Undelivered("the addressee is not one mail address");
        }
        refuseControls(mail);
        var id = "<" + UUID.randomUUID() + "@" + domain(config.sender()) + ">";
        var message = new Message(session, id);
        message.setFrom(from(config));
        message.setRecipient(RecipientType.TO, to);
        message.setSubject(mail.subject(), UTF_8);
        message.setSentDate(Date.from(now));
        message.setHeader("Auto-Submitted", "auto-generated");
        for (var header : mail.headers().entrySet()) {
            message.setHeader(header.getKey(), header.getValue());
        }
        message.setContent(mail);
        message.saveChanges();
        return message;
    }

    private static void refuseControls(Mail mail) throws Undelivered {
        if (Addresses.hasControls(mail.subject())) {
            throw new Undelivered("the subject is not one line of text");
        }
        for (var header : mail.headers().entrySet()) {
            if (!header.getKey().matches("[!-9;-~]+") || Addresses.hasControls(header.getValue())) {
                throw new Undelivered("a field of the mail's head is not one line of text");
            }
        }
    }

    private static InternetAddress from(SmtpConfig config) throws MessagingException {
        var from = Addresses.checked(config.sender());
        if (config.senderName() == null) {
            return from;
        }
        try {
            from.setPersonal(config.senderName(), UTF_8);
            return from;
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException("every Java has UTF-8", impossible);
        }
    }

    private void setContent(Mail mail) throws MessagingException {
        if (mail.html() == null) {
            setText(mail.text(), UTF_8);
        } else if (mail.text() == null) {
            setText(mail.html(), UTF_8, "html");
        } else {
            setContent(alternatives(mail));
        }
    }

    /// The richest last, as the standard has it.
    private static Multipart alternatives(Mail mail) throws MessagingException {
        var text = new MimeBodyPart();
        text.setText(mail.text(), UTF_8);
        var html = new MimeBodyPart();
        html.setText(mail.html(), UTF_8, "html");
        return new MimeMultipart("alternative", text, html);
    }

    /// The library's own id would hold the name of this machine.
    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    /// The domain of an address.
    static String domain(String address) {
        var checked = Addresses.checked(address).getAddress();
        return checked.substring(checked.lastIndexOf('@') + 1);
    }
}
