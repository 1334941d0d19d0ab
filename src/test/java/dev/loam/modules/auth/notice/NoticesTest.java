package dev.loam.modules.auth.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.HandClock;
import dev.loam.modules.auth.config.EmailConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.ports.mail.Mail;
import dev.loam.ports.mail.Mailer;
import dev.loam.ports.mail.Undelivered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class NoticesTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final Outbox outbox = new Outbox(new HandClock(), pauses::add);
    private final BlockingQueue<Mail> sent = new LinkedBlockingQueue<>();
    private final ObjectNode user = JsonMapper.shared().createObjectNode().put("id", "u1");
    private final List<Thread> workers = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (var worker : workers) {
            worker.interrupt();
            worker.join();
        }
    }

    @Test
    void posted_mail_waits_for_the_worker() throws InterruptedException {
        var notices = notices((mail, _) -> sent.add(mail));
        notices.post(notice("ada@example.com"));
        assertThat(sent).isEmpty();
        work();
        assertThat(next().to()).isEqualTo("ada@example.com");
    }

    @Test
    void a_mail_says_by_itself_where_and_to_whom_it_goes() {
        var template = new EmailConfig.Template("{{ .SiteURL }} {{ .Email }} {{ .SendingTo }}", "");
        notices((mail, _) -> sent.add(mail), Map.of("recovery", template), Set.of())
                .send(notice("ada@example.com"));
        assertThat(sent.remove().subject())
                .isEqualTo("http://127.0.0.1:3000 ada@example.com ada@example.com");
    }

    @Test
    void a_mail_is_tried_three_times_and_then_given_up() throws InterruptedException {
        var tries = new ArrayList<String>();
        var notices = notices((mail, _) -> {
            if (mail.to().startsWith("never") || tries.isEmpty()) {
                tries.add(mail.to());
                throw new Undelivered("down");
            }
            sent.add(mail);
        });
        notices.post(notice("second@example.com"));
        notices.post(notice("never@example.com"));
        notices.post(notice("next@example.com"));
        work();
        assertThat(next().to()).isEqualTo("second@example.com");
        assertThat(next().to()).isEqualTo("next@example.com");
        assertThat(tries).containsExactly("second@example.com", "never@example.com",
                "never@example.com", "never@example.com");
        assertThat(pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2),
                Duration.ofSeconds(8));
    }

    @Test
    void a_defect_keeps_nothing_else_from_being_sent() throws InterruptedException {
        var notices = notices((mail, _) -> {
            if (mail.to().startsWith("bad")) {
                throw new IllegalStateException("defect");
            }
            sent.add(mail);
        });
        notices.post(notice("bad@example.com"));
        notices.post(notice("good@example.com"));
        work();
        assertThat(next().to()).isEqualTo("good@example.com");
    }

    @Test
    void when_too_many_wait_all_are_refused_known_or_not() {
        var notices = notices((mail, _) -> sent.add(mail));
        notices.ready();
        for (int i = 0; i < Outbox.WAITING_MAX; i++) {
            notices.post(notice("ada@example.com"));
        }
        refused(notices::ready, 429, AuthCode.OVER_EMAIL_SEND_RATE_LIMIT);
        refused(() -> notices.post(notice("ada@example.com")), 429,
                AuthCode.OVER_EMAIL_SEND_RATE_LIMIT);
    }

    @Test
    void mail_sent_within_a_request_fails_with_it() {
        var notices = notices((_, _) -> {
            throw new Undelivered("down");
        });
        refused(() -> notices.send(notice("ada@example.com")), 500, AuthCode.UNEXPECTED_FAILURE);
        assertThat(pauses).isEmpty();
    }

    @Test
    void without_a_mail_server_it_is_said_what_is_missing() {
        var notices = notices(null);
        for (ThrowingCallable ask : List.<ThrowingCallable>of(notices::ready,
                () -> notices.post(notice("a@example.com")),
                () -> notices.send(notice("a@example.com")))) {
            refused(ask, 500, AuthCode.UNEXPECTED_FAILURE);
            assertThatThrownBy(ask).hasMessageContaining("set auth.email.smtp.host");
        }
    }

    @Test
    void security_notices_are_sent_where_they_are_configured_and_never_refuse() throws Exception {
        var changed = Notice.of(NoticeKind.PASSWORD_CHANGED, "ada@example.com", user);
        notices((mail, _) -> sent.add(mail)).inform(changed);
        var telling = notices((mail, _) -> sent.add(mail), Map.of(), Set.of("password_changed"));
        telling.inform(changed.with("Email", "new@example.com"));
        work();
        assertThat(next().text()).contains("new@example.com");
        assertThat(sent).isEmpty();
        notices(null, Map.of(), Set.of("password_changed")).inform(changed);
    }

    @Test
    void the_hook_goes_before_the_mailer_and_gets_what_a_mail_is_made_of() {
        var payloads = new ArrayList<ObjectNode>();
        var notices = notices(EmailConfig.DEFAULT, (mail, _) -> sent.add(mail), payloads::add);
        notices.send(notice("ada@example.com").with("Token", "1").with("TokenHash", "h")
                .with("RedirectTo", "http://r"));
        assertThat(sent).isEmpty();
        assertThat(payloads.getFirst().toString()).isEqualTo("""
                {"user":{"id":"u1"},"email_data":{"token":"1","token_hash":"h",\
                "redirect_to":"http://r","email_action_type":"recovery",\
                "site_url":"http://127.0.0.1:54321/auth/v1","token_new":"","token_hash_new":"",\
                "old_email":"","old_phone":"","provider":"","factor_type":""}}""");
    }

    @Test
    void a_change_of_address_is_two_mails_or_one_call_of_the_hook() throws InterruptedException {
        var toCurrent = Notice.of(NoticeKind.EMAIL_CHANGE, "old@example.com", user)
                .with("Token", "1").with("TokenHash", "h1");
        var toNew = Notice.of(NoticeKind.EMAIL_CHANGE, "new@example.com", user)
                .with("Token", "2").with("TokenHash", "h2");
        notices((mail, _) -> sent.add(mail)).postChange(toCurrent, toNew);
        var payloads = new LinkedBlockingQueue<ObjectNode>();
        notices(EmailConfig.DEFAULT, null, payloads::add).postChange(toCurrent, toNew);
        work();
        assertThat(next().to()).isEqualTo("old@example.com");
        assertThat(next().to()).isEqualTo("new@example.com");
        var data = payloads.poll(20, TimeUnit.SECONDS).get("email_data");
        assertThat(data.get("token").asString()).isEqualTo("1");
        assertThat(data.get("token_hash_new").asString()).isEqualTo("h1");
        assertThat(data.get("token_new").asString()).isEqualTo("2");
        assertThat(data.get("token_hash").asString()).isEqualTo("h2");
    }

    private static void refused(ThrowingCallable asking, int status, AuthCode code) {
        assertThatThrownBy(asking).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.failure().status()).isEqualTo(status);
            assertThat(refusal.failure().code()).isEqualTo(code.code());
        });
    }

    private Notice notice(String to) {
        return Notice.of(NoticeKind.RECOVERY, to, user);
    }

    private Notices notices(Mailer mailer) {
        return notices(mailer, Map.of(), Set.of());
    }

    private Notices notices(Mailer mailer, Map<String, EmailConfig.Template> templates,
            Set<String> kinds) {
        var email = new EmailConfig(true, true, true, true, Duration.ZERO, 6, Duration.ofHours(1),
                templates, kinds);
        return notices(email, mailer, null);
    }

    private Notices notices(EmailConfig email, Mailer mailer, Consumer<ObjectNode> hook) {
        return new Notices(email, "http://127.0.0.1:3000", "http://127.0.0.1:54321/auth/v1", mailer,
                hook, outbox);
    }

    private Mail next() throws InterruptedException {
        return sent.poll(20, TimeUnit.SECONDS);
    }

    private void work() {
        workers.add(Thread.ofVirtual().start(() -> {
            try {
                outbox.run();
            } catch (InterruptedException _) {
                // The test is over.
            }
        }));
    }
}
