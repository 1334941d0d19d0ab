package dev.loam.kernel.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.identity.Caller;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is made of a request with a key, and of its answer.
class KeyedRequestTest {
    private static final KeyMaterial MATERIAL = new KeyMaterial("anon\n\n", "k");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"abc\"      | abc",
        "abc          | abc",
        " \"a b\"     | a b",
        "\"a\\\\b\\\"\" | a\\b\"",
        "8e03-c'./+=  | 8e03-c'./+="})
    void a_key_is_a_string_with_quotes_or_without(String sent, String key) {
        assertThat(KeyField.of(Headers.of("idempotency-key", sent))).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"a", "a b", "a,b", "a;b", "\"a\";b", "\"\\a\"", "é"})
    void what_is_no_key_is_refused(String sent) {
        assertThatThrownBy(() -> KeyField.of(Headers.of("Idempotency-Key", sent)))
                .isInstanceOf(Refusal.class).hasMessageContaining("LOAM-IDEMPOTENCY-002");
    }

    @Test
    void a_key_has_a_bound_and_is_sent_once() {
        assertThat(KeyField.of(Headers.of("Idempotency-Key", "k".repeat(255)))).hasSize(255);
        for (Headers each : List.of(Headers.of("Idempotency-Key", "k".repeat(256)),
                Headers.of("Idempotency-Key", "k", "Idempotency-Key", "k"))) {
            assertThatThrownBy(() -> KeyField.of(each)).isInstanceOf(Refusal.class);
        }
    }

    private static byte[] print(String method, String path, String query, String body,
            String... headers) {
        var request = new HttpRequest(method, path, query, Headers.of(headers),
                Body.of(body.getBytes(StandardCharsets.UTF_8)), LocalPeer.ANY, false);
        return new RequestPrint(request, MATERIAL).made();
    }

    @Test
    void requests_that_differ_have_different_prints() {
        List<byte[]> prints = new ArrayList<>(List.of(
                print("POST", "/a", null, "b"), print("PUT", "/a", null, "b"),
                print("POST", "/ab", null, ""), print("POST", "/a", "", "b"),
                print("POST", "/a", "b", ""), print("POST", "/a", null, "b", "Prefer", "x"),
                print("POST", "/a", null, "b", "Accept", "x")));
        for (int i = 0; i < prints.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(prints.get(i)).isNotEqualTo(prints.get(j));
            }
        }
        assertThat(print("POST", "/a", null, "b", "X-Request-Id", "1"))
                .isEqualTo(print("POST", "/a", null, "b", "Authorization", "other"));
    }

    @Test
    void however_a_body_is_read_its_print_is_the_same() throws IOException {
        byte[] bytes = "0123456789".repeat(2000).getBytes(StandardCharsets.US_ASCII);
        List<byte[]> prints = new ArrayList<>();
        for (int way = 0; way < 4; way++) {
            var request = new HttpRequest("POST", "/a", null, Headers.NONE, Body.of(bytes),
                    LocalPeer.ANY, false);
            var print = new RequestPrint(request, MATERIAL);
            switch (way) {
                case 0 -> print.body().bytes();
                case 1 -> print.body().stream().readNBytes(5);
                case 2 -> {
                    var in = print.body().stream();
                    in.read();
                    in.skip(7000);
                }
                default -> {
                    // Nobody reads it.
                }
            }
            prints.add(print.made());
        }
        assertThat(prints).allSatisfy(print -> assertThat(print).isEqualTo(prints.getFirst()));
    }

    @Test
    void an_answer_comes_back_as_it_was() {
        var answer = new HttpResponse.Full(201, "Made", Headers.of("Location", "/a?id=eq.1",
                "X", "a:b", "X", ""), "one\n\ntwo".getBytes(StandardCharsets.UTF_8));
        byte[] sealed = MATERIAL.sealed(KeptText.of(answer), new byte[12]);
        HttpResponse.Full read = KeptText.read(MATERIAL.opened(sealed), "0/1");

        assertThat(read.status()).isEqualTo(201);
        assertThat(read.reason()).isEqualTo("Made");
        assertThat(read.body()).isEqualTo(answer.body());
        assertThat(read.headers().all("X")).containsExactly("a:b", "");
        assertThat(read.headers().first("Idempotent-Replayed")).isEqualTo("true");
        assertThat(read.headers().first("Loam-Position")).isEqualTo("0/1");
    }

    @Test
    void no_body_is_something_else_than_an_empty_one() {
        for (byte[] body : new byte[][] {null, {}}) {
            var answer = new HttpResponse.Full(204, null, Headers.NONE, body);
            HttpResponse.Full read = KeptText.read(KeptText.of(answer), null);
            assertThat(read.body()).isEqualTo(body);
            assertThat(read.reason()).isNull();
        }
    }

    @Test
    void an_answer_opens_for_its_own_key_alone() {
        byte[] sealed = MATERIAL.sealed(new byte[] {1, 2, 3}, new byte[12]);
        assertThatThrownBy(() -> new KeyMaterial("anon\n\n", "other").opened(sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_caller_is_the_role_and_the_person_or_the_api_key() {
        String person = CallerName.of(new Caller(
                "authenticated", "{\"exp\":1,\"x\":{\"sub\":\"no\"},\"sub\":\"p\"}", false));
        assertThat(person).isEqualTo("authenticated\np\n").isEqualTo(CallerName.of(new Caller(
                "authenticated", "{\"sub\":\"p\",\"exp\":2}", false)));
        assertThat(CallerName.of(new Caller("service_role",
                "{\"api_key\":\"i\",\"role\":\"service_role\"}", false)))
                .isEqualTo("service_role\n\ni");
        assertThat(CallerName.of(new Caller("anon", "{\"role\":\"anon\"}", true)))
                .isEqualTo("anon\n\n");
    }

    @Test
    void a_place_covers_what_lies_below_it() {
        var place = IdempotencyConfig.Place.parse("POST /rest/v1/pay");
        assertThat(place.covers("POST", "/rest/v1/pay")).isTrue();
        assertThat(place.covers("POST", "/rest/v1/pay/x")).isTrue();
        assertThat(place.covers("POST", "/rest/v1/payments")).isFalse();
        assertThat(place.covers("PUT", "/rest/v1/pay")).isFalse();
        assertThat(IdempotencyConfig.Place.parse("/").covers("PUT", "/a")).isTrue();
    }
}
