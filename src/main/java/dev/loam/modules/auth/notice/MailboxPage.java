package dev.loam.modules.auth.notice;

import dev.loam.kernel.module.Exchange;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.mail.Inbox;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;

/// The mailbox of a developer's machine: as a page for people, as JSON for tests. It is never
/// served to others, since it holds everybody's codes.
public final class MailboxPage {
    private static final int MESSAGES_MAX = 200;

    /// Mails are shown within the page, in frames without scripts: what holds for the page holds
    /// for them, and so no picture of theirs is fetched.
    private static final Headers FIELDS = Headers.of(
            "Content-Type", "text/html; charset=utf-8",
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline';"
                    + " img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff");

    private final Inbox inbox;
    private final String path;
    private final Endpoints endpoints;

    /// `prefix` is that of the route it is served under, such as `/auth/dev`.
    public MailboxPage(Inbox inbox, String prefix) {
        this.inbox = inbox;
        this.path = prefix + "/mailbox";
        this.endpoints = Endpoints.builder()
                .on("GET", "/mailbox", this::page)
                .on("DELETE", "/mailbox", this::clear)
                .on("GET", "/mailbox/messages.json", this::messages)
                .on("DELETE", "/mailbox/messages.json", this::clear)
                // A form cannot send DELETE.
                .on("POST", "/mailbox/clear", this::clearAndShow)
                .build();
    }

    /// Answers requests of the route.
    public HttpResponse handle(Exchange exchange) {
        refuseForeignPages(exchange);
        return endpoints.handle(exchange);
    }

    /// A page from elsewhere that is open in the developer's browser neither reads codes nor clears
    /// them; following a link is fine.
    private static void refuseForeignPages(Exchange exchange) {
        var request = exchange.request();
        var isVisit = request.method().equals("GET")
                && "navigate".equals(request.header("Sec-Fetch-Mode"));
        if ("cross-site".equals(request.header("Sec-Fetch-Site")) && !isVisit) {
            throw AuthCode.VALIDATION_FAILED.refusal(403, "The mailbox is not for other sites");
        }
    }

    private HttpResponse page(Ask ask) {
        var html = MailboxHtml.page(inbox.newest(MESSAGES_MAX), path);
        return HttpResponse.Full.of(200, FIELDS, html.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse messages(Ask ask) {
        var array = Answers.JSON.createArrayNode();
        for (var kept : inbox.newest(MESSAGES_MAX)) {
            array.addObject()
                    .put("kind", kept.kind())
                    .put("channel", kept.channel())
                    .put("to", kept.to())
                    .put("subject", kept.subject())
                    .put("html", kept.html())
                    .put("text", kept.text())
                    .put("at", kept.at().toString());
        }
        return Answers.json(array);
    }

    private HttpResponse clear(Ask ask) {
        inbox.clear();
        return Answers.nothing();
    }

    private HttpResponse clearAndShow(Ask ask) {
        inbox.clear();
        return Answers.redirect(303, path);
    }
}
