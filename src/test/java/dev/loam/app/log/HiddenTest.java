package dev.loam.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenTest {
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";

    private final Hidden shown = new Hidden(true, List.of());
    private final Hidden hidden = new Hidden(false, List.of("Plate"));

    @ParameterizedTest
    @CsvSource({
        "auth, token=abc&type=signup&redirect_to=x, token=***&type=signup&redirect_to=x",
        "auth, code=abc&state=def&auth_code=1&Refresh_Token=2,"
                + " code=***&state=***&auth_code=***&Refresh_Token=***",
        "rest, code=eq.7&apikey=abc&token=is.null, code=eq.7&apikey=***&token=is.null",
        "auth, co%64e=abc&user=$1&%=x, co%64e=***&user=$1&%=x",
        "auth, grant_type=password&scope=local, grant_type=password&scope=local",
        "rest, x=\"\\, x=\"\\",
        "auth, token=, token=",
        "auth, &&=&a==b&, &&=&a==b&"})
    void what_opens_something_is_hidden_where_values_are_shown(
            String route, String query, String left) {
        assertThat(shown.query(query, route)).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource({
        "rest, 'select=id,name&email=eq.a@b.example&limit=3&order=id.desc',"
                + " 'select=id,name&email=***&limit=3&order=id.desc'",
        "rest, or=(a.eq.1) , or=***",
        "auth, select=x&limit=1, select=***&limit=***"})
    void only_names_are_left_where_values_are_not_wanted(
            String route, String query, String left) {
        assertThat(hidden.query(query, route)).isEqualTo(left);
    }

    @Test
    void more_names_can_be_given() {
        var more = new Hidden(true, List.of("Plate"));

        assertThat(more.query("plate=B-1&a=eq.1", "rest")).isEqualTo("plate=***&a=eq.1");
        assertThat(more.text("plate=B-1 {\"plate\":\"B-1\"}"))
                .isEqualTo("plate=*** {\"plate\":\"***\"}");
    }

    @Test
    void of_pages_the_address_is_left() {
        assertThat(shown.page("https://app.example/a?code=abc&tab=2#access_token=3"))
                .isEqualTo("https://app.example/a?code=***&tab=2#access_token=***");
        assertThat(hidden.page("https://u:p@app.example/a?tab=2"))
                .isEqualTo("https://u:***@app.example/a?tab=***");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Authorization: Bearer s3cr3t-value", "authorization: Basic czNjcjN0LXZhbHVl",
        "said Bearer s3cr3t-value.", "Cookie: a=1; session=s3cr3t-value",
        "apikey: s3cr3t-value", "{\"password\" : \"s3cr3t-value\"}",
        "{\"refresh_token\":\"s3cr3t-value\",\"a\":1}", "password='s3cr3t-value' host=a",
        "api_key=s3cr3t-value&x=1", "postgresql://me:s3cr3t-value@host/db",
        "key sb_secret_s3cr3tvalue0123456789", "client_secret=s3cr3t-value",
        "{\"password\":\"half \\\"s3cr3t-value"})
    void secrets_are_found_in_free_text(String text) {
        assertThat(hidden.text(text)).contains("***").doesNotContain("s3cr3t", "czNjcjN0");
    }

    @Test
    void tokens_are_found_anywhere() {
        assertThat(hidden.text("a " + TOKEN + " b")).isEqualTo("a *** b");
        assertThat(hidden.shortText("/x/" + TOKEN)).isEqualTo("/x/***");
        assertThat(hidden.query("select=" + TOKEN, "rest")).isEqualTo("select=***");
        assertThat(hidden.query(TOKEN, "rest")).isEqualTo("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Read the schema in 12 ms: 3 relations, 1 functions", "curl/7.88.1",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
        "jwt.secret: wanted at least 32 characters", "the signing keys were sealed"})
    void ordinary_text_stays(String text) {
        assertThat(hidden.text(text)).isEqualTo(text);
        assertThat(hidden.shortText(text)).isEqualTo(text);
    }
}
