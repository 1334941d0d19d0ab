package dev.loam.kernel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
            "127.0.0.1,                  127.0.0.1",
            "255.255.255.255,            255.255.255.255",
            "0.0.0.0,                    0.0.0.0",
            "::,                         ::",
            "::1,                        ::1",
            "1::,                        1::",
            "0:0:0:0:0:0:0:1,            ::1",
            "2001:0DB8:0:0:1:0:0:1,      2001:db8::1:0:0:1",
            "2001:db8:1:2:3:4:5:6,       2001:db8:1:2:3:4:5:6",
            "2001:db8:0:1:1:1:1:1,       2001:db8:0:1:1:1:1:1",
            "fe80::1%eth0,               fe80::1",
            "::ffff:192.0.2.1,           192.0.2.1",
            "::ffff:c000:201,            192.0.2.1",
            "64:ff9b::192.0.2.33,        64:ff9b::c000:221",
            "1:2:3:4:5:6:192.0.2.33,     1:2:3:4:5:6:c000:221",
    })
    void an_address_is_read_and_has_one_text(String given, String text) {
        assertThat(Address.parse(given)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ":", ":::", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4",
        "1.2.3.4 ", "1.2.3.-4", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7::8",
        ":1::2", "1:", "1:2:3:4:5:6:7:8:", "12345::", "g::", "::1.2.3", "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4", "١.2.3.4", "localhost", "%eth0", "[::1]"})
    void anything_else_is_none(String given) {
        assertThat(Address.parse(given)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
            "10.0.0.0/8,       10.255.0.1,      true",
            "10.0.0.0/8,       11.0.0.1,        false",
            "10.0.0.0/8,       ::ffff:10.1.1.1, true",
            "192.0.2.7,        192.0.2.7,       true",
            "192.0.2.7,        192.0.2.8,       false",
            "0.0.0.0/0,        203.0.113.9,     true",
            "0.0.0.0/0,        2001:db8::1,     false",
            "::/0,             2001:db8::1,     true",
            "2001:db8::/32,    2001:db8:ffff::, true",
            "2001:db8::/32,    2001:db9::,      false",
            "2001:db8::8/125,  2001:db8::f,     true",
            "2001:db8::8/125,  2001:db8::10,    false",
    })
    void a_range_holds_what_shares_its_bits(String range, String address, boolean held) {
        assertThat(Address.Range.parse(range).holds(Address.parse(address))).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8",
        "::/129", "10.0.0.1/8", "2001:db8::1/32", "fe80::1%eth0", "example.com/8"})
    void what_is_no_range_is_refused(String range) {
        assertThatIllegalArgumentException().isThrownBy(() -> Address.Range.parse(range));
    }

    @Test
    void only_the_fields_that_name_clients_can_be_chosen() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyTrust.of(
                        List.of("::1"), List.of("X-Client")))
                .withMessageContaining("X-Client");
    }
}
