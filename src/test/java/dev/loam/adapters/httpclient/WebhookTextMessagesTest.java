package dev.loam.adapters.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.app.running.SystemClock;
import dev.loam.base.config.Secret;
import dev.loam.base.task.Deadline;
import dev.loam.ports.message.TextMessage;
import dev.loam.ports.message.Unsent;
import dev.loam.ports.outbound.Call;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.outbound.Reply;
import dev.loam.ports.outbound.Unreachable;
import dev.loam.ports.web.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookTextMessagesTest {
    private static final String KEY = "0123456789abcdef";
    private static final TextMessage MESSAGE =
            new TextMessage("4915112345678", "sms", "Your code is 123456", "123456");

    private final List<Call> calls = new ArrayList<>();

    @Test
    void the_message_is_posted_with_the_secret_and_signed() throws Exception {
        var secret = "v1,whsec_" + Base64.getEncoder().encodeToString(KEY.getBytes());
        assertThat(send(200, "{\"message_id\":\"m1\"}", secret)).isEqualTo("m1");
        var call = calls.getFirst();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(new String(call.body(), StandardCharsets.UTF_8)).isEqualTo("""
                {"to":"+4915112345678","channel":"sms","text":"Your code is 123456",\
                "code":"123456"}""");
        assertThat(call.headers().first("Authorization")).isEqualTo("Bearer " + secret);
        assertThat(call.headers().first("webhook-signature")).isEqualTo("v1," + signed(call));
    }

    @Test
    void a_secret_of_any_other_form_is_the_key_itself() throws Exception {
        send(200, "", KEY);
        assertThat(calls.getFirst().headers().first("webhook-signature"))
                .isEqualTo("v1," + signed(calls.getFirst()));
    }

    @Test
    void without_a_secret_nothing_is_signed() throws Exception {
        messages((call, _) -> {
            calls.add(call);
            return new Reply(204, Headers.NONE, new byte[0]);
        }, null).send(MESSAGE, new Deadline(0));
        assertThat(calls.getFirst().headers().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
            "200,", "204,", "202,ok", "200,{}", "200,[1]", "200,{\"message_id\":null}"})
    void whoever_accepts_need_not_name_the_message(int status, String body) throws Unsent {
        assertThat(send(status, body == null ? "" : body, KEY)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"301", "400", "401", "500"})
    void other_answers_are_failures_without_a_word_of_the_message(int status) {
        assertThatThrownBy(() -> send(status, "123456", KEY)).isInstanceOf(Unsent.class)
                .hasMessage("the service for text messages answered " + status);
    }

    @Test
    void a_service_that_is_not_there_is_a_failure() {
        Outbound none = (_, _) -> {
            throw new Unreachable("https://sms.example: no connection");
        };
        assertThatThrownBy(() -> messages(none, KEY).send(MESSAGE, new Deadline(0)))
                .isInstanceOf(Unsent.class).hasMessageContaining("no connection");
    }

    private String send(int status, String answer, String secret) throws Unsent {
        return messages((call, _) -> {
            calls.add(call);
            return new Reply(status, Headers.NONE, answer.getBytes(StandardCharsets.UTF_8));
        }, secret).send(MESSAGE, new Deadline(0));
    }

    private static WebhookTextMessages messages(Outbound outbound, String secret) {
        return new WebhookTextMessages(outbound, new SystemClock(),
                URI.create("https://sms.example/send"),
                secret == null ? null : new Secret(secret));
    }

    private static String signed(Call call) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(), "HmacSHA256"));
        var text = call.headers().first("webhook-id") + "."
                + call.headers().first("webhook-timestamp") + "."
                + new String(call.body(), StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(
                mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
