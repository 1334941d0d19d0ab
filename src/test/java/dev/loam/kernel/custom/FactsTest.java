package dev.loam.kernel.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import org.junit.jupiter.api.Test;

class FactsTest {
    @Test
    void secrets_are_named_and_hidden() {
        var exchange = exchange("a=eq.1&apikey=abc&x&access_token=t",
                "Cookie", "c=1", "ApiKey", "k", "Authorization", "Bearer one",
                "authorization", "Bearer two", "X-A", "1", "x-a", "2\0");
        assertThat(Facts.json(exchange, "rest")).isEqualTo("{\"method\":\"GET\",\"path\":\"/x\","
                + "\"query\":\"a=eq.1&apikey=***&x&access_token=***\",\"headers\":{"
                + "\"cookie\":\"***\",\"apikey\":\"***\",\"authorization\":\"***\","
                + "\"x-a\":\"1, 2?\"},\"role\":null,\"claims\":null,\"client\":\"127.0.0.1\","
                + "\"request_id\":\"r1\",\"route\":\"rest\"}");
    }

    @Test
    void the_caller_is_told_with_the_claims_as_they_are() {
        var exchange = exchange(null).withCaller(
                new Caller("anon", "{\"role\":\"anon\",\"n\":1.0}", true));
        assertThat(Facts.json(exchange, "rest")).contains("\"query\":null", "\"role\":\"anon\"",
                "\"claims\":{\"role\":\"anon\",\"n\":1.0}");
    }

    private static Exchange exchange(String query, String... headers) {
        return Exchange.of(new HttpRequest("GET", "/x", query, Headers.of(headers), Body.EMPTY,
                LocalPeer.ANY, false), "/x").withRequestId("r1");
    }
}
