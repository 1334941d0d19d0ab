package dev.loam.kernel.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "/rest/v1,  /rest/v1/films,   /films",
            "/rest/v1/, /rest/v1/films,   /films",
            "/rest/v1,  /rest/v1,         /",
            "/rest/v1,  /rest/v1/,        /",
            "/rest/v1,  /rest/v1//films,  //films",
            "/rest/v1,  /rest/v1/a%2Fb/c, /a%2Fb/c",
            "/rest/v1,  /rest/v1x,        -",
            "/rest/v1,  /rest/v,          -",
            "/rest/v1,  /REST/v1/films,   -",
            "/rest/v1,  /,                -",
            "/rest/v1,  *,                -",
            "/,         /films,           /films",
            "/,         /,                /",
            "/,         *,                -",
            "'',        /films,           /films",
    })
    void a_prefix_covers_whole_segments(String prefix, String path, String rest) {
        var route = new Route("r", prefix, ErrorDialect.POSTGREST, exchange -> null);

        assertThat(route.covers(path)).isEqualTo(rest != null);
        if (rest != null) {
            assertThat(route.rest(path)).isEqualTo(rest);
        }
    }

    @Test
    void a_prefix_begins_with_a_slash() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Route("r", "rest", ErrorDialect.POSTGREST, exchange -> null));
    }
}
