package dev.loam.modules.realtime.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Lsn;
import dev.loam.kernel.changes.RowJson;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.rows.PublishedTable.TableColumn;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.Change.Kind;
import dev.loam.ports.changes.ChangedTable;
import dev.loam.ports.changes.ChangedTable.ChangedColumn;
import dev.loam.ports.changes.ChangedTable.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PayloadsTest {
    private static final TableName NAME = new TableName("public", "no\"tes");
    private static final PublishedTable TABLE = new PublishedTable(7, NAME,
            Set.of(Kind.values()), List.of(
                    new TableColumn("id", Types.INT8, "int8", false, true, true, true),
                    new TableColumn("body", Types.TEXT, "text", false, true, false, true)), false);
    private static final Set<String> ALL = Set.of("id", "body");

    private static CellRow row(String... cells) {
        var bytes = new byte[cells.length][];
        for (int i = 0; i < cells.length; i++) {
            bytes[i] = cells[i] == null ? null : cells[i].getBytes(StandardCharsets.UTF_8);
        }
        return new CellRow(bytes);
    }

    private static Payloads payloads(
            Kind kind, Identity identity, CellRow before, boolean keyOnly, CellRow after) {
        var changed = new ChangedTable(7, NAME, identity, List.of(
                new ChangedColumn("id", Types.INT8, "bigint", -1, true),
                new ChangedColumn("body", Types.TEXT, "text", -1, identity == Identity.FULL)));
        var change = new Change.OfRow(kind, changed, before, keyOnly, after);
        return new Payloads(RowEvent.of(new Place(new Lsn(0x16_0000_00B3L), 2), 9,
                Instant.parse("2026-01-31T10:20:30.456789Z"), change, TABLE), RowJson.of(changed));
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }

    @Test
    void a_message_has_the_members_that_clients_know() {
        var told = payloads(Kind.UPDATE, Identity.DEFAULT, null, false, row("7", "a\nb"));
        assertThat(text(told.row(List.of(1L, 2L), ALL, null, false))).isEqualTo("{\"ids\":[1, 2],"
                + "\"data\":{\"schema\":\"public\",\"table\":\"no\\\"tes\","
                + "\"commit_timestamp\":\"2026-01-31T10:20:30.456Z\",\"type\":\"UPDATE\","
                + "\"columns\":[{\"name\":\"id\",\"type\":\"int8\"},"
                + "{\"name\":\"body\",\"type\":\"text\"}],"
                + "\"record\":{\"id\":7,\"body\":\"a\\nb\"},\"old_record\":{\"id\":7},"
                + "\"errors\":null},\"loam\":{\"position\":\"16/B3\",\"order\":2}}");
    }

    @Test
    void those_who_are_told_the_same_share_a_message() {
        var told = payloads(Kind.INSERT, Identity.DEFAULT, null, false, row("7", "a"));
        assertThat(told.row(List.of(1L), ALL, null, false))
                .isSameAs(told.row(List.of(1L), Set.of("body", "id"), null, false))
                .isNotSameAs(told.row(List.of(2L), ALL, null, false));
    }

    @Test
    void the_old_row_is_shown_to_whom_may_see_it() {
        var told = payloads(Kind.DELETE, Identity.FULL, row("7", "old"), false, null);
        assertThat(text(told.row(List.of(1L), ALL, null, true)))
                .contains("\"old_record\":{\"id\":7,\"body\":\"old\"}")
                .doesNotContain("\"record\"");
        assertThat(text(told.row(List.of(1L), ALL, null, false)))
                .contains("\"old_record\":{\"id\":7}");
    }

    @Test
    void values_that_are_not_known_are_left_out() {
        var after = new CellRow(new byte[][] {{'7'}, CellRow.UNCHANGED});
        assertThat(text(payloads(Kind.UPDATE, Identity.DEFAULT, null, false, after)
                .row(List.of(1L), ALL, null, false))).contains("\"record\":{\"id\":7}");
        assertThat(text(payloads(Kind.UPDATE, Identity.FULL, row("7", "kept"), false, after)
                .row(List.of(1L), ALL, null, false)))
                .contains("\"record\":{\"id\":7,\"body\":\"kept\"}");
    }

    @Test
    void what_may_not_be_read_is_left_out() {
        var told = payloads(Kind.INSERT, Identity.DEFAULT, null, false, row("7", "a"));
        assertThat(text(told.row(List.of(1L), Set.of("id"), null, false)))
                .contains("\"record\":{\"id\":7}").doesNotContain("body");
        assertThat(text(told.unauthorized(List.of(1L)))).contains("\"record\":{}")
                .contains("\"errors\":[\"Error 401: Unauthorized\"]");
    }

    @Test
    void a_large_message_has_its_small_values_only() {
        var told = payloads(Kind.INSERT, Identity.DEFAULT, null, false,
                row("7", "x".repeat(1 << 20)));
        assertThat(text(told.row(List.of(1L), ALL, null, false)))
                .contains("\"record\":{\"id\":7}")
                .contains("\"errors\":[\"Error 413: Payload Too Large\"]");
    }
}
