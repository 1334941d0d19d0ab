package dev.loam.modules.auth.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowTest {
    private static final String JSON = "{\"id\":\"00000000-0000-4000-8000-000000000000\","
            + "\"encrypted_password\":\"a hash\",\"identities\":[{\"provider\":\"email\"}],"
            + "\"factors\":null}";

    @Test
    void a_text_of_it_holds_no_value() {
        var row = Row.parse(JSON);
        assertThat(row.toString()).contains("encrypted_password").doesNotContain("a hash");
        assertThat(new User(row).toString()).doesNotContain("a hash");
    }

    @Test
    void rows_in_it_are_read_and_null_has_none() {
        var row = Row.parse(JSON);
        assertThat(row.rows("identities")).extracting(one -> one.text("provider"))
                .containsExactly("email");
        assertThat(row.rows("factors")).isEmpty();
        assertThat(row.rows("absent")).isEmpty();
    }
}
