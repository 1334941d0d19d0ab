package dev.loam.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.postgres.PostgresConfig.Host;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresConfigTest {
    private static final String ME = System.getProperty("user.name");

    private static PostgresConfig from(String url) {
        return PostgresConfig.fromUrl(url, Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            postgres://u:p@h:5433/d                  | h:5433          | d   | u  | p
            postgresql://u@h/d                       | h:5432          | d   | u  | -
            postgres://u:p%40%2f%3A%25@h/d%20e       | h:5432          | d e | u  | p@/:%
            postgres://u:p+q@h/d                     | h:5432          | d   | u  | p+q
            postgres://u:a/b@h/d                     | h:5432          | d   | u  | a/b
            postgres://u@[::1]:5433/d                | [::1]:5433      | d   | u  | -
            postgres://u@a:1,b:2,c/d                 | a:1,b:2,c:5432  | d   | u  | -
            postgres://u@/d                          | localhost:5432  | d   | u  | -
            postgres://u@h                           | h:5432          | u   | u  | -
            postgres:///d?host=h&port=7&user=u       | h:7             | d   | u  | -
            postgres://h?user=u&password=x&dbname=d  | h:5432          | d   | u  | x
            host=h port=7 user=u dbname=d password=x | h:7             | d   | u  | x
            host = 'h' user='o\\'b \\\\' dbname=d    | h:5432          | d   | o'b \\ | -
            host=a,b port=1,2 user=u                 | a:1,b:2         | u   | u  | -
            host=a,b port=3 user=u                   | a:3,b:3         | u   | u  | -
            hostaddr=10.0.0.1 host=h user=u          | 10.0.0.1:5432   | u   | u  | -
            """, quoteCharacter = '`')
    void both_forms_of_a_connection_string_are_read(
            String url, String hosts, String database, String user, String password) {
        PostgresConfig config = from(url);
        assertThat(String.join(",", config.hosts().stream().map(Host::toString).toList()))
                .isEqualTo(hosts);
        assertThat(config.database()).isEqualTo(database);
        assertThat(config.user()).isEqualTo(user);
        assertThat(config.password() == null ? null : config.password().value())
                .isEqualTo(password);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mysql://h/d                     | postgres://
            nonsense                        | keyword string
            postgres:///d?host=/tmp         | unix socket
            host=@abstract                  | unix socket
            postgres://h:x/d                | port
            postgres://h:70000/d            | 65535
            postgres://a:1,b:2,c/d?port=1,2 | as many
            postgres://h/d%zz               | percent
            postgres://h/d?x                | name=value
            postgres://h/d?colour=red       | colour
            postgres://h/d?service=s        | service
            postgres://h/d?client_encoding=LATIN1 | UTF8
            postgres://h/d?target_session_attrs=x | primary
            host='h                         | does not end
            """, quoteCharacter = '`')
    void what_cannot_be_kept_is_refused_in_words_without_the_password(String url, String word) {
        String withPassword = url.contains("?") ? url + "&password=hush" : url;
        assertThatThrownBy(() -> from(withPassword))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(word).message().doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgres://u:p@ss@h/d                | postgresql://u:p%40ss@h:5432/d
            host=::1 user='a b' password=c+d     | postgresql://a%20b:c%2Bd@[::1]:5432/a%20b
            postgres://u@a:1,b/d?sslmode=require&application_name=x%20y&timezone=UTC \
            | postgresql://u@a:1,b:5432/d?application_name=x%20y&sslmode=require
            """)
    void it_is_written_as_the_uri_that_every_client_reads(String url, String written) {
        assertThat(from(url).url()).isEqualTo(written);
        assertThat(from(written).url()).isEqualTo(written);
        assertThat(from(url).withoutPassword().url()).doesNotContain("p%40ss", "c%2Bd");
    }

    @Test
    void the_environment_fills_what_is_missing() {
        Map<String, String> environment = Map.of("PGHOST", "h", "PGPORT", "7", "PGUSER", "u",
                "PGDATABASE", "d", "PGPASSWORD", "x", "PGSSLMODE", "require", "PGTZ", "UTC",
                "PGCONNECT_TIMEOUT", "3");
        PostgresConfig config = PostgresConfig.fromUrl("", environment);
        assertThat(config.hosts()).isEqualTo(List.of(new Host("h", 7)));
        assertThat(config.database()).isEqualTo("d");
        assertThat(config.properties()).containsOnly(
                Map.entry("sslmode", "require"), Map.entry("timezone", "UTC"));
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(PostgresConfig.fromUrl("postgres://v@g:8/e", environment).host())
                .isEqualTo(new Host("g", 8));
    }

    @Test
    void defaults_are_libpqs_by_tcp() {
        PostgresConfig config = from("");
        assertThat(config.hosts()).isEqualTo(List.of(new Host("localhost", 5432)));
        assertThat(config.user()).isEqualTo(ME);
        assertThat(config.database()).isEqualTo(ME);
        assertThat(config.connectionsMax()).isEqualTo(10);
        assertThat(config.preparedStatements()).isTrue();
    }

    @Test
    void a_config_does_not_print_its_password() {
        assertThat(from("postgres://u:hush@h/d").toString()).doesNotContain("hush");
    }
}
