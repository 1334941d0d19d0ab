package dev.loam.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.HandClock;
import dev.loam.ports.web.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTimeTest {
    private final HandClock clock = new HandClock();
    private final LimitTime stage = new LimitTime(Duration.ofSeconds(30), clock);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Request-Timeout | 2                             | 2000",
            "Request-Timeout | 0.25                          | 250",
            "Request-Timeout | 2.5                           | 2500",
            "Request-Timeout | 1.005                         | 1005",
            "Request-Timeout | 31                            | 30000",
            "Request-Timeout | 99999999999999999999          | 30000",
            "Prefer          | wait=3                        | 3000",
            "Prefer          | wait=300                      | 30000",
            "Prefer          | return=minimal, wait=3        | 3000",
            "Prefer          | wait=\"4\" ; x=1, count=exact | 4000",
            "Prefer          | wait=0                        | 30000",
            "Prefer          | wait=1.5                      | 30000",
            "Prefer          | wait=soon                     | 30000",
            "Prefer          | await=3                       | 30000",
            "Prefer          | x; wait=3                     | 30000",
    })
    void a_client_may_wait_for_less_and_never_for_more(String field, String value, long millis) {
        var exchange = Requests.exchange(field, value);
        stage.handle(exchange, inner -> {
            assertThat(inner.deadline().left(clock.nanos())).hasMillis(millis);
            return HttpResponse.Full.json(200, "{}");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0.000", "-1", "2s", "1.2345", ".5", "1.", "1.2.3", "soon"})
    void a_time_that_cannot_be_read_is_refused(String value) {
        var exchange = Requests.exchange("Request-Timeout", value);
        assertThatThrownBy(() -> stage.handle(exchange, _ -> null))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(
                        refusal.failure().message()).contains("Request-Timeout"));
    }
}
