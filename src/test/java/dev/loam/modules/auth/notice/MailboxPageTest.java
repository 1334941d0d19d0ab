package dev.loam.modules.auth.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.module.Exchange;
import dev.loam.ports.mail.Inbox;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MailboxPageTest {
    private static final String LINK = "http://127.0.0.1:54321/auth/v1/verify?token=9999999&x=1";

    private final List<Inbox.Kept> kept = new ArrayList<>();
    private final MailboxPage page = new MailboxPage(new Inbox() {
        @Override
        public List<Kept> newest(int max) {
            return kept.stream().limit(max).toList();
        }

        @Override
        public void clear() {
            kept.clear();
        }
    }, "/auth/dev");

    @Test
    void the_page_shows_link_and_code_and_the_mail_in_a_closed_frame() {
        kept.add(mail("<p class=\"x\">Hello</p><script>alert(1)</script>",
                "Hello 123456\n" + LINK));
        var html = text(ask("GET", "/mailbox", Headers.NONE));
        assertThat(html).contains(
                "<code>123456</code>", "href=\"" + LINK.replace("&", "&amp;") + "\"",
                "1 message,", "recovery", "Subject &amp; more", "to &lt;ada&gt;",
                "sandbox=\"allow-popups allow-popups-to-escape-sandbox\"",
                "&lt;p class=&quot;x&quot;&gt;Hello")
                .doesNotContain("<script", "<p class=\"x\"", "//cdn");
    }

    @Test
    void nothing_runs_on_the_page_and_nothing_is_fetched() {
        assertThat(ask("GET", "/mailbox", Headers.NONE).headers()
                .first("Content-Security-Policy")).startsWith("default-src 'none'")
                .doesNotContain("script-src", "http");
    }

    @Test
    void code_and_link_are_found_in_html_alone() {
        var mail = mail("<style>b{color:#123456}</style><b style=\"color:#654321\">424242</b>"
                + "<a href=\"" + LINK.replace("&", "&amp;") + "\">go</a>", null);
        assertThat(MailboxHtml.code(mail)).isEqualTo("424242");
        assertThat(MailboxHtml.link(mail)).isEqualTo(LINK);
        assertThat(MailboxHtml.code(mail("<p>nothing</p>", null))).isNull();
        assertThat(MailboxHtml.link(mail("<p>nothing</p>", null))).isNull();
    }

    @Test
    void text_messages_are_shown_as_they_are() {
        kept.add(new Inbox.Kept("code", "sms", "49151", null, null, "Your <code> is 123456",
                HandClock.NOON));
        assertThat(text(ask("GET", "/mailbox", Headers.NONE)))
                .contains("sms", "<pre>Your &lt;code&gt; is 123456</pre>", "2026-06-01 12:00:00")
                .doesNotContain("<iframe");
    }

    @Test
    void an_empty_mailbox_says_so() {
        assertThat(text(ask("GET", "/mailbox", Headers.NONE)))
                .contains("0 messages", "appear here");
    }

    @Test
    void tests_read_messages_as_json_and_clear_them() {
        kept.add(mail("<p>h</p>", "t"));
        var message = JsonMapper.shared().readTree(
                text(ask("GET", "/mailbox/messages.json", Headers.NONE))).get(0);
        assertThat(message.toString()).isEqualTo("""
                {"kind":"recovery","channel":"email","to":"<ada>","subject":"Subject & more",\
                "html":"<p>h</p>","text":"t","at":"2026-06-01T12:00:00Z"}""");
        assertThat(ask("DELETE", "/mailbox", Headers.NONE).status()).isEqualTo(204);
        assertThat(kept).isEmpty();
        var cleared = ask("POST", "/mailbox/clear", Headers.of("Sec-Fetch-Site", "same-origin"));
        assertThat(cleared.status()).isEqualTo(303);
        assertThat(cleared.headers().first("Location")).isEqualTo("/auth/dev/mailbox");
    }

    @Test
    void pages_of_other_sites_neither_read_nor_clear_it() {
        var script = Headers.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors");
        var visit = Headers.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate");
        refused("GET", "/mailbox/messages.json", script);
        refused("DELETE", "/mailbox", script);
        refused("POST", "/mailbox/clear", visit);
        assertThat(ask("GET", "/mailbox", visit).status()).isEqualTo(200);
    }

    private void refused(String method, String path, Headers headers) {
        assertThatThrownBy(() -> ask(method, path, headers)).isInstanceOfSatisfying(Refusal.class,
                refusal -> assertThat(refusal.failure().status()).isEqualTo(403));
    }

    private static Inbox.Kept mail(String html, String text) {
        return new Inbox.Kept("recovery", "email", "<ada>", "Subject & more", html, text,
                HandClock.NOON);
    }

    private HttpResponse ask(String method, String path, Headers headers) {
        return page.handle(Exchange.of(new HttpRequest(method, "/auth/dev" + path, null, headers,
                Body.EMPTY, LocalPeer.ANY, false), path));
    }

    private static String text(HttpResponse response) {
        return new String(((HttpResponse.Full) response).body(), StandardCharsets.UTF_8);
    }
}
