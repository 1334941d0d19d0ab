package dev.loam.modules.realtime.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.modules.realtime.stored.MessageRows.Message;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredRowTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                            | {"id":"x"}
        {"a": 1.10}                   | {"id":"x","a": 1.10}
        {"b": {"id": 1}, "abc": 2}    | {"id":"x","b": {"id": 1}, "abc": 2}
        {"a": [{}], "id": null}       | {"a": [{}], "id": null}
        {"ab": "}", "id": "own"}      | {"ab": "}", "id": "own"}
        {"ü": 1, "n": 12345678901234567890.0} | {"id":"x","ü": 1, "n": 12345678901234567890.0}
        [1]                           | [1]
        "text"                        | "text"
        null                          | null
        7                             | 7
        """)
    void payloads_get_the_id_of_their_message(String sent, String told) {
        assertThat(Identified.payload(sent.getBytes(StandardCharsets.UTF_8), "x"))
                .asString(StandardCharsets.UTF_8).isEqualTo(told);
    }

    @Test
    void no_payload_is_an_empty_one() {
        assertThat(Identified.payload(null, "x")).asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"id\":\"x\"}");
    }

    @Test
    void a_new_row_of_any_partition_is_a_broadcast() {
        for (String table : new String[] {"messages", "messages_2026_01_02", "messages_default"}) {
            var row = StoredRow.of(new Message("t", "e").in("realtime", table).inserted());
            assertThat(row.topic()).isEqualTo("t");
            assertThat(row.isPrivate()).isTrue();
            assertThat(row.broadcast().event()).isEqualTo("e");
            assertThat(row.broadcast().id()).isEqualTo(MessageRows.ID);
            assertThat(row.broadcast().binary()).isFalse();
        }
    }

    @Test
    void bytes_come_as_they_were_sent() {
        var row = StoredRow.of(new Message("t", "e").with("binary_payload", "\\x00ff7b")
                .with("private", "f").inserted());
        assertThat(row.isPrivate()).isFalse();
        assertThat(row.broadcast().binary()).isTrue();
        assertThat(row.broadcast().payload()).containsExactly(0, -1, 0x7b);
    }

    @Test
    void anything_else_is_none() {
        var message = new Message("t", "e");
        assertThat(StoredRow.of(message.removed())).isNull();
        assertThat(StoredRow.of(message.in("public", "messages").inserted())).isNull();
        assertThat(StoredRow.of(message.in("realtime", "subscription").inserted())).isNull();
        assertThat(StoredRow.of(message.with("extension", "presence").inserted())).isNull();
        assertThat(StoredRow.of(message.with("event", null).inserted())).isNull();
        assertThat(StoredRow.of(message.without("topic").inserted())).isNull();
    }
}
