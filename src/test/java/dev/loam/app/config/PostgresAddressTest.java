package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PostgresAddressTest {
    /// An address with libpq's variables, and the one form it is brought into.
    private record Case(String text, Map<String, String> environment, String url) {
        Case(String text, String url) {
            this(text, Map.of(), url);
        }
    }

    static Stream<Case> addresses() {
        return Stream.of(
                new Case("postgres://u:p@h:1/d", "postgresql://u:p@h:1/d"),
                new Case("postgresql://u:p%40ss@h/d", "postgresql://u:p%40ss@h:5432/d"),
                new Case("postgresql://u:p@ss@h/d", "postgresql://u:p%40ss@h:5432/d"),
                new Case("postgresql://u@h", "postgresql://u@h:5432/u"),
                new Case("postgresql://u@h/d?sslmode=require&application_name=a%20b",
                        "postgresql://u@h:5432/d?sslmode=require&application_name=a%20b"),
                new Case("postgresql:///d?host=h&port=7&user=u", "postgresql://u@h:7/d"),
                new Case("postgresql://u@[::1]:7/d", "postgresql://u@[::1]:7/d"),
                new Case("postgresql://u@a,b:7/d", "postgresql://u@a:5432,b:7/d"),
                new Case("host=h port=7 user=u password=p dbname=d", "postgresql://u:p@h:7/d"),
                new Case("host = h user = 'a b' password='it\\'s' dbname=d",
                        "postgresql://a%20b:it%27s@h:5432/d"),
                new Case("host=a,b port=7 user=u", "postgresql://u@a:7,b:7/u"),
                new Case("postgresql://", Map.of("PGHOST", "h", "PGPORT", "7", "PGUSER", "u",
                        "PGPASSWORD", "p", "PGDATABASE", "d", "PGSSLMODE", "require"),
                        "postgresql://u:p@h:7/d?sslmode=require"),
                new Case("", Map.of("PGUSER", "u"), "postgresql://u@localhost:5432/u"),
                new Case("postgresql://u:p@h/d", Map.of("PGPASSWORD", "other", "PGHOST", "x"),
                        "postgresql://u:p@h:5432/d"),
                new Case("postgresql://a+b:c+d@h/d", "postgresql://a%2Bb:c%2Bd@h:5432/d"));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void an_address_is_brought_into_one_form(Case one) {
        assertThat(PostgresAddress.parse(one.text(), one.environment()).url())
                .isEqualTo(one.url());
    }

    @ParameterizedTest
    @CsvSource({
        "mysql://u:secret@h/d, wanted postgresql://… or name=value words",
        "host=/var/run/postgresql password=secret, a Unix socket cannot be used",
        "postgresql://u:secret@%2Fvar%2Frun/d, a Unix socket cannot be used",
        "postgresql://u:secret@h:port/d, not a port: port",
        "host=h password='secret, a quote is not closed",
        "postgresql://u:secret@h/d?x, a parameter is written name=value",
    })
    void a_wrong_address_is_refused_without_its_password(String text, String complaint) {
        assertThatThrownBy(() -> PostgresAddress.parse(text, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint)
                .hasMessageNotContaining("secret");
    }

    @Test
    void its_text_has_no_password() {
        assertThat(PostgresAddress.parse("postgresql://u:secret@h/d", Map.of()))
                .hasToString("postgresql://u@h:5432/d");
    }
}
