package dev.loam.modules.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.kernel.identity.HandClock;
import dev.loam.ports.outbound.Call;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.outbound.Reply;
import dev.loam.ports.outbound.Unreachable;
import dev.loam.ports.web.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BreachRangesTest {
    /// The rest of the SHA-1 of `password`, whose first five digits are 5BAA6.
    private static final String REST = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

    private final List<Call> calls = new ArrayList<>();

    private BreachedPasswords answering(int status, String body) {
        return over((call, _) -> {
            calls.add(call);
            return new Reply(status, Headers.NONE, body.getBytes(StandardCharsets.UTF_8));
        });
    }

    private static BreachedPasswords over(Outbound outbound) {
        return new BreachRanges(outbound, new HandClock(), "https://breach.example/range");
    }

    @Test
    void no_more_than_five_digits_leave_the_process() {
        assertThat(answering(200, "00:1\r\n" + REST + ":52256179\r\n").contain("password"))
                .isTrue();
        assertThat(calls.getFirst().address())
                .hasToString("https://breach.example/range/5BAA6");
        assertThat(calls.getFirst().headers().first("Add-Padding")).isEqualTo("true");
        assertThat(calls.getFirst().body()).isNull();
    }

    @Test
    void what_is_not_listed_or_listed_as_padding_is_not_breached() {
        assertThat(answering(200, "").contain("password")).isFalse();
        assertThat(answering(200, REST + ":0").contain("password")).isFalse();
        assertThat(answering(200, REST.substring(1) + ":3").contain("password")).isFalse();
        assertThat(answering(200, REST.toLowerCase(Locale.ROOT) + ":3")
                .contain("password")).isTrue();
    }

    @Test
    void nothing_is_breached_when_nobody_can_tell() {
        assertThat(answering(503, REST + ":3").contain("password")).isFalse();
        assertThat(over((_, _) -> {
            throw new Unreachable("breach.example: no connection");
        }).contain("password")).isFalse();
    }
}
