package dev.loam.modules.auth.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.Peer;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskTest {
    @ParameterizedTest
    @CsvSource({"10.0.0.7, 10.0.0.7", "2001:db8:0:0:0:0:0:1, 2001:db8:0:0:0:0:0:1",
        "fe80:0:0:0:0:0:0:1%eth0, fe80:0:0:0:0:0:0:1", "fe80:0:0:0:0:0:0:1%2, fe80:0:0:0:0:0:0:1"})
    void an_address_is_one_that_a_column_of_addresses_can_hold(String from, String address) {
        var request = new HttpRequest(
                "GET", "/", null, Headers.NONE, Body.EMPTY, new Somebody(from), false);
        assertThat(new Ask(Exchange.of(request, "/"), Map.of()).address()).isEqualTo(address);
    }

    private record Somebody(String address) implements Peer {
        @Override
        public int port() {
            return 1;
        }

        @Override
        public boolean gone() {
            return false;
        }
    }
}
