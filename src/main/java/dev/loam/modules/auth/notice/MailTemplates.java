package dev.loam.modules.auth.notice;

import dev.loam.modules.auth.config.EmailConfig;
import dev.loam.ports.mail.Mail;
import java.util.EnumMap;
import java.util.Map;

/// Writes mails: the built-in ones, and those that are configured over them.
///
/// A configured mail has HTML alone: words in plain text beside it would be others than its own.
final class MailTemplates {
    private static final int SUBJECT_CHARS_MAX = 250;

    private final Map<NoticeKind, Written> byKind = new EnumMap<>(NoticeKind.class);

    /// Refuses a template that cannot be understood with an IllegalArgumentException.
    MailTemplates(Map<String, EmailConfig.Template> configured) {
        for (var kind : NoticeKind.values()) {
            byKind.put(kind, Written.of(kind, null));
        }
        configured.forEach((key, template) -> {
            var kind = NoticeKind.ofKey(key);
            byKind.put(kind, Written.of(kind, template));
        });
    }

    Mail write(Notice notice) {
        var written = byKind.get(notice.kind());
        var variables = new Variables(notice.values(), notice.data());
        return new Mail(notice.kind().key(), notice.to(),
                line(written.subject.write(variables)), written.html.write(variables),
                written.text == null ? null : written.text.write(variables), Map.of());
    }

    /// One line, whatever the values hold: a line break in it could begin another field.
    private static String line(String subject) {
        var line = subject.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= SUBJECT_CHARS_MAX ? line
                : line.substring(0, SUBJECT_CHARS_MAX - 1) + "…";
    }

    private record Written(Template subject, Template html, Template text) {
        static Written of(NoticeKind kind, EmailConfig.Template configured) {
            var wording = Wording.of(kind);
            var known = Variables.OF_MAILS;
            var subject = configured == null || configured.subject() == null ? wording.subject()
                    : configured.subject();
            var ownHtml = configured == null ? null : configured.html();
            var html = ownHtml == null ? wording.html() : ownHtml;
            var text = ownHtml == null ? wording.text() : null;
            return new Written(
                    Template.plain(kind.key() + " (subject)", subject, known),
                    Template.html(kind.key() + " (content)", html, known),
                    text == null ? null : Template.plain(kind.key() + " (text)", text, known));
        }
    }
}
