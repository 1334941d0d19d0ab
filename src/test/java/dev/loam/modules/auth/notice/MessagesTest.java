package dev.loam.modules.auth.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.HandClock;
import dev.loam.modules.auth.config.FactorConfig;
import dev.loam.modules.auth.config.PhoneConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.notice.Messages.Code;
import dev.loam.modules.auth.notice.Messages.Purpose;
import dev.loam.ports.message.TextMessage;
import dev.loam.ports.message.TextMessages;
import dev.loam.ports.message.Unsent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MessagesTest {
    private static final String TEST_PHONE = "1234567890";

    private final List<TextMessage> sent = new ArrayList<>();
    private final Outbox outbox = new Outbox(new HandClock(), _ -> { });
    private final TextMessages service = (message, _) -> {
        sent.add(message);
        return "m1";
    };

    @Test
    void a_code_is_sent_in_the_words_of_its_purpose() {
        var messages = messages(service, null);
        assertThat(messages.send(code(Purpose.SIGN_IN, "49151"))).isEqualTo("m1");
        messages.send(code(Purpose.FACTOR, "49151"));
        assertThat(sent).containsExactly(
                new TextMessage("49151", "sms", "Sign in: 654321", "654321"),
                new TextMessage("49151", "sms", "Your code is 654321", "654321"));
    }

    @Test
    void numbers_for_tests_get_no_message_even_without_a_service() {
        var messages = messages(null, null);
        assertThat(messages.send(code(Purpose.SIGN_IN, TEST_PHONE))).isNull();
        messages.post(code(Purpose.SIGN_IN, TEST_PHONE));
        assertThatThrownBy(messages::ready).hasMessageContaining("set auth.sms.webhook.url");
        assertThatThrownBy(() -> messages.send(code(Purpose.SIGN_IN, "49151")))
                .hasMessageContaining("set auth.sms.webhook.url");
    }

    @Test
    void posted_messages_have_a_bound() {
        var messages = messages(service, null);
        for (int i = 0; i < Outbox.WAITING_MAX; i++) {
            messages.post(code(Purpose.SIGN_IN, "49151"));
        }
        assertThat(sent).isEmpty();
        assertThatThrownBy(messages::ready).isInstanceOfSatisfying(Refusal.class, refusal ->
                assertThat(refusal.failure().code())
                        .isEqualTo(AuthCode.OVER_SMS_SEND_RATE_LIMIT.code()));
    }

    @Test
    void a_failure_is_told_without_its_reason() {
        var messages = messages((_, _) -> {
            throw new Unsent("the service answered 500");
        }, null);
        assertThatThrownBy(() -> messages.send(code(Purpose.SIGN_IN, "49151")))
                .isInstanceOf(Refusal.class).hasMessageStartingWith("sms_send_failed")
                .hasMessageNotContaining("500");
    }

    @Test
    void the_hook_goes_before_the_service() {
        var payloads = new ArrayList<ObjectNode>();
        assertThat(messages(service, payloads::add).send(code(Purpose.SIGN_IN, "49151"))).isNull();
        assertThat(sent).isEmpty();
        assertThat(payloads.getFirst()).hasToString(
                "{\"user\":{},\"sms\":{\"otp\":\"654321\",\"phone\":\"49151\"}}");
    }

    private Messages messages(TextMessages to, Consumer<ObjectNode> hook) {
        var phones = new PhoneConfig(true, true, true, Duration.ZERO, 6, Duration.ofHours(1),
                "Sign in: {{ .Code }}", Map.of(TEST_PHONE, "123456"));
        return new Messages(phones, FactorConfig.DEFAULT, to, hook, outbox);
    }

    private static Code code(Purpose purpose, String phone) {
        return new Code(purpose, phone, "sms", "654321", JsonMapper.shared().createObjectNode());
    }
}
