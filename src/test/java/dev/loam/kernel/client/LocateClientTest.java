package dev.loam.kernel.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocateClientTest {
    private static final String PROXY = "10.0.0.1";
    private final ProxyTrust trust = ProxyTrust.of(List.of("10.0.0.0/8", "2001:db8:1::/48"),
            List.of("x-forwarded-for", "forwarded", "x-real-ip"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "192.0.2.9                            | 192.0.2.9",
            "192.0.2.9:4711                       | 192.0.2.9",
            "192.0.2.9, 10.0.0.2                  | 192.0.2.9",
            "203.0.113.5, 192.0.2.9, 10.0.0.2     | 192.0.2.9",
            "192.0.2.9 ,10.0.0.3,\t10.0.0.2       | 192.0.2.9",
            "[2001:db8::5]:443                    | 2001:db8::5",
            "[2001:db8::5]                        | 2001:db8::5",
            "2001:db8::5, 2001:db8:1::1           | 2001:db8::5",
            "2001:0DB8:0:0::5                     | 2001:db8::5",
            "10.0.0.3, 10.0.0.2                   | 10.0.0.3",
            "unknown                              | 10.0.0.1",
            "unknown, 10.0.0.2                    | 10.0.0.2",
            "192.0.2.9, unknown, 10.0.0.2         | 10.0.0.2",
            "192.0.2.9, , 10.0.0.2                | 10.0.0.2",
            "192.0.2.9,                           | 10.0.0.1",
            "<script>, 10.0.0.2                   | 10.0.0.2",
            "192.0.2.9:99999999                   | 10.0.0.1",
            "192.0.2.9:                           | 10.0.0.1",
            "[2001:db8::5                         | 10.0.0.1",
            "[2001:db8::5]x                       | 10.0.0.1",
    })
    void the_last_hop_that_is_not_trusted_is_the_client(String field, String client) {
        assertThat(locate(PROXY, "X-Forwarded-For", field).client()).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
            "for=192.0.2.9                                    | 192.0.2.9   | false",
            "For=\"192.0.2.9:4711\";Proto=https               | 192.0.2.9   | true",
            "for=\"[2001:db8::5]:443\"; proto=https;by=_p     | 2001:db8::5 | true",
            "for=192.0.2.9;proto=https, for=10.0.0.2;proto=http | 192.0.2.9 | true",
            "for=203.0.113.5, for=192.0.2.9                   | 192.0.2.9   | false",
            "for=_hidden;proto=https                          | 10.0.0.1    | true",
            "for=192.0.2.9, for=unknown                       | 10.0.0.1    | false",
            "for=\"192.0.2.9:_port\"                          | 192.0.2.9   | false",
            "for=\"x, for=192.0.2.9                           | 192.0.2.9   | false",
            "for=192.0.2.9;host=\"a,b;for=203.0.113.5\"       | 192.0.2.9   | false",
            "proto=https                                      | 10.0.0.1    | true",
            "nonsense                                         | 10.0.0.1    | false",
            "for=                                             | 10.0.0.1    | false",
    })
    void the_standard_field_is_read_from_its_right_end(
            String field, String client, boolean secure) {
        Exchange located = locate(PROXY, "Forwarded", field);
        assertThat(located.client()).isEqualTo(client);
        assertThat(located.request().secure()).isEqualTo(secure);
    }

    @Test
    void lines_of_one_field_count_as_one() {
        assertThat(locate(PROXY, "X-Forwarded-For", "192.0.2.9",
                "X-Forwarded-For", "10.0.0.3", "X-Forwarded-For", "10.0.0.2").client())
                .isEqualTo("192.0.2.9");
    }

    @Test
    void the_first_field_of_the_list_counts_alone() {
        assertThat(locate(PROXY, "Forwarded", "for=203.0.113.5", "X-Real-IP", "203.0.113.6",
                "X-Forwarded-For", "192.0.2.9").client()).isEqualTo("192.0.2.9");
        assertThat(locate(PROXY, "X-Real-IP", "192.0.2.9").client()).isEqualTo("192.0.2.9");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "https,         true", "HTTPS, true", "wss, true", "http, false", "gopher, false",
            "'http, https', true", "'https, http', false", "'', false",
    })
    void the_proxy_says_whether_the_connection_was_secure(String proto, boolean secure) {
        assertThat(locate(PROXY, "X-Forwarded-Proto", proto).request().secure())
                .isEqualTo(secure);
        assertThat(locate(PROXY, "X-Forwarded-For", "192.0.2.9", "X-Forwarded-Proto", proto)
                .request().secure()).isEqualTo(secure);
    }

    @Test
    void nobody_else_is_believed() {
        for (String peer : List.of("192.0.2.1", "0:0:0:0:0:0:0:1", "strange")) {
            Exchange located = locate(peer, "X-Forwarded-For", "203.0.113.5",
                    "Forwarded", "for=203.0.113.5;proto=https", "X-Real-IP", "203.0.113.5",
                    "X-Forwarded-Proto", "https");
            assertThat(located.client()).isEqualTo(peer);
            assertThat(located.request().secure()).isFalse();
        }
    }

    @Test
    void a_proxy_is_known_by_its_address_however_that_is_written() {
        assertThat(locate("2001:db8:1:0:0:0:0:1", "X-Forwarded-For", "192.0.2.9").client())
                .isEqualTo("192.0.2.9");
        assertThat(locate("0:0:0:0:0:ffff:a00:1", "X-Forwarded-For", "192.0.2.9").client())
                .isEqualTo("192.0.2.9");
    }

    @Test
    void a_way_without_end_is_not_walked_to_its_end() {
        String line = "192.0.2.9, " + "10.0.0.2, ".repeat(5000) + "10.0.0.3";
        assertThat(locate(PROXY, "X-Forwarded-For", line).client()).isEqualTo("10.0.0.2");
    }

    private Exchange locate(String peer, String... headers) {
        var seen = new AtomicReference<Exchange>();
        var request = new HttpRequest("GET", "/", null, Headers.of(headers), Body.EMPTY,
                new LocalPeer(peer, 1), false);
        new LocateClient(trust).handle(Exchange.of(request, "/"), exchange -> {
            seen.set(exchange);
            return HttpResponse.Full.json(200, "{}");
        });
        return seen.get();
    }
}
