package dev.loam.modules.auth.notice;

import dev.loam.ports.mail.Inbox.Kept;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;

/// The page of the mailbox, without scripts.
final class MailboxHtml {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final Pattern LINK = Pattern.compile("https?://[^\\s\"'<>]+");
    private static final Pattern CODE = Pattern.compile("\\b\\d{6,10}\\b");
    private static final Pattern TAG = Pattern.compile("(?is)<style.*?</style>|<[^>]*>");

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1c211d; --faint: #5d655e; --paper: #f4f5f2;
              --card: #fff; --line: #dfe3dc; --leaf: #1f6f43; --tint: #e5f0e8 }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e6eae5; --faint: #9aa59c; --paper: #141815; --card: #1d231f;
                --line: #323a34; --leaf: #7fce9f; --tint: #22392b } }
            * { box-sizing: border-box }
            body { margin: 0; background: var(--paper); color: var(--ink);
              font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif }
            main { max-width: 860px; margin: 0 auto; padding: 32px 16px 64px }
            header { display: flex; align-items: baseline; gap: 16px; margin-bottom: 20px }
            h1 { font-size: 22px; margin: 0 auto 0 0 }
            h1 small { font-size: 14px; font-weight: 400; color: var(--faint); margin-left: 8px }
            header a, button { color: var(--leaf); font: inherit; background: none; border: 0;
              padding: 0; cursor: pointer; text-decoration: none }
            header a:hover, button:hover { text-decoration: underline }
            details { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
              margin-bottom: 10px; overflow: hidden }
            summary { display: grid; grid-template-columns: 8.5em 1fr auto; gap: 2px 12px;
              padding: 12px 16px; cursor: pointer; list-style: none; align-items: baseline }
            summary::-webkit-details-marker { display: none }
            summary:hover { background: var(--tint) }
            .kind { background: var(--tint); color: var(--leaf); border-radius: 4px;
              padding: 1px 8px; font-size: 13px; justify-self: start }
            .subject { font-weight: 600; overflow-wrap: anywhere }
            .to { grid-column: 2; overflow-wrap: anywhere }
            time, .to { color: var(--faint); font-size: 13px }
            dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 16px; margin: 0;
              padding: 12px 16px; border-top: 1px solid var(--line) }
            dt { color: var(--faint) }
            dd { margin: 0; overflow-wrap: anywhere }
            dd a { color: var(--leaf) }
            code { font: 600 20px/1.3 ui-monospace, monospace; letter-spacing: 2px;
              user-select: all }
            iframe { display: block; width: 100%; height: 460px; border: 0; background: #fff;
              border-top: 1px solid var(--line); color-scheme: light }
            pre { margin: 0; padding: 16px; border-top: 1px solid var(--line); font: inherit;
              white-space: pre-wrap; overflow-wrap: anywhere }
            @media (max-width: 640px) {
              summary { grid-template-columns: auto 1fr }
              .subject, .to { grid-column: 1 / -1 }
              .subject { grid-row: 2 }
              time { grid-area: 1 / 2; justify-self: end } }
            .none { padding: 64px 16px; text-align: center; color: var(--faint);
              border: 1px dashed var(--line); border-radius: 8px }
            """;

    private MailboxHtml() {
    }

    static String page(List<Kept> messages, String path) {
        var page = new StringBuilder(16_384);
        page.append("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>Mailbox</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                <header>
                <h1>Mailbox <small>%s, nothing is delivered</small></h1>
                <a href="%3$s">Refresh</a>
                <form method="post" action="%3$s/clear"><button>Clear</button></form>
                </header>
                """.formatted(STYLE, count(messages.size()), Html.escaped(path)));
        if (messages.isEmpty()) {
            page.append("<p class=\"none\">Mails and text messages appear here.</p>\n");
        }
        for (int i = 0; i < messages.size(); i++) {
            message(messages.get(i), i == 0, page);
        }
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String count(int messages) {
        return messages == 1 ? "1 message" : messages + " messages";
    }

    private static void message(Kept kept, boolean open, StringBuilder page) {
        var subject = kept.subject() == null ? kept.text() : kept.subject();
        page.append("""
                <details%s>
                <summary><span class="kind">%s</span> <span class="subject">%s</span>
                <time datetime="%s">%s</time> <span class="to">to %s</span></summary>
                """.formatted(open ? " open" : "", Html.escaped(label(kept)),
                Html.escaped(subject), kept.at(), TIME.format(kept.at()),
                Html.escaped(kept.to())));
        findings(kept, page);
        if (kept.html() != null) {
            page.append("<iframe title=\"The mail\" loading=\"lazy\" sandbox=\"allow-popups"
                    + " allow-popups-to-escape-sandbox\" srcdoc=\"")
                    .append(Html.escaped("<base target=\"_blank\">" + kept.html()))
                    .append("\"></iframe>\n");
        } else {
            page.append("<pre>").append(Html.escaped(kept.text())).append("</pre>\n");
        }
        page.append("</details>\n");
    }

    private static String label(Kept kept) {
        return kept.channel().equals("email") ? kept.kind().replace('_', ' ') : kept.channel();
    }

    private static void findings(Kept kept, StringBuilder page) {
        var code = code(kept);
        var link = link(kept);
        if (code == null && link == null) {
            return;
        }
        page.append("<dl>");
        if (code != null) {
            page.append("<dt>Code</dt><dd><code>").append(code).append("</code></dd>");
        }
        if (link != null) {
            var escaped = Html.escaped(link);
            page.append("<dt>Link</dt><dd><a href=\"").append(escaped)
                    .append("\" rel=\"noreferrer\">").append(escaped).append("</a></dd>");
        }
        page.append("</dl>\n");
    }

    /// The first number of the length of a code that is no part of an address, null for none.
    static String code(Kept kept) {
        var text = kept.text() != null ? kept.text()
                : TAG.matcher(kept.html()).replaceAll(" ");
        var found = CODE.matcher(LINK.matcher(text).replaceAll(" "));
        return found.find() ? found.group() : null;
    }

    /// The first address with a token in it, null for none.
    static String link(Kept kept) {
        var text = kept.text() != null ? kept.text() : kept.html().replace("&amp;", "&");
        return LINK.matcher(text).results().map(found -> found.group())
                .filter(address -> address.contains("token")).findFirst().orElse(null);
    }
}
