package dev.loam.adapters.postgres.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change.Kind;
import dev.loam.ports.changes.ChangedTable.Identity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgOutputReaderTest {
    private static final Lsn POSITION = Lsn.parse("16/B374D848");
    private static final Lsn END = Lsn.parse("16/B374D878");
    private static final long MICROS = 1_234_567L;
    private static final Instant AT = Instant.parse("2000-01-01T00:00:01.234567Z");

    private final PgOutputReader reader = new PgOutputReader();

    /// Reads a message that lies between others' bytes.
    private PgOutput read(Bytes message) {
        byte[] bytes = message.array();
        var source = new byte[bytes.length + 9];
        Arrays.fill(source, (byte) 'x');
        System.arraycopy(bytes, 0, source, 5, bytes.length);
        return reader.read(source, 5, 5 + bytes.length);
    }

    private static List<String> texts(CellRow row) {
        return Arrays.stream(row.cells()).map(cell -> cell == null ? null
                : cell == CellRow.UNCHANGED ? "?" : new String(cell)).toList();
    }

    @Test
    void a_transaction_begins_and_ends() {
        assertThat(read(new Bytes('B').int64(POSITION.value()).int64(MICROS).int32(7)))
                .isEqualTo(new PgOutput.Begin(7, POSITION, AT));
        assertThat(read(new Bytes('C').int8(0).int64(POSITION.value()).int64(END.value())
                .int64(MICROS))).isEqualTo(new PgOutput.Commit(POSITION, END, AT));
    }

    @Test
    void an_origin_and_a_type_have_names() {
        assertThat(read(new Bytes('O').int64(POSITION.value()).text("elsewhere")))
                .isEqualTo(new PgOutput.Origin(POSITION, "elsewhere"));
        assertThat(read(new Bytes('Y').int32(-2).text("public").text("größe")))
                .isEqualTo(new PgOutput.Type(0, -2, "public", "größe"));
    }

    private static Bytes relation(Bytes start, char identity) {
        return start.int32(5).text("public").text("note").letter(identity).int16(2)
                .int8(1).text("id").int32(23).int32(-1)
                .int8(0).text("words").int32(1043).int32(24);
    }

    @ParameterizedTest
    @ValueSource(chars = {'d', 'n', 'f', 'i'})
    void a_table_is_described(char letter) {
        Identity identity = List.of(Identity.DEFAULT, Identity.NOTHING, Identity.FULL,
                Identity.INDEX).get("dnfi".indexOf(letter));
        assertThat(read(relation(new Bytes('R'), letter))).isEqualTo(new PgOutput.Relation(
                0, 5, "public", "note", identity, List.of(
                        new PgOutput.Column("id", 23, -1, true),
                        new PgOutput.Column("words", 1043, 24, false))));
    }

    @Test
    void the_catalog_s_own_schema_is_sent_without_a_name() {
        var relation = (PgOutput.Relation) read(
                new Bytes('R').int32(5).text("").text("pg_x").letter('d').int16(0));
        assertThat(relation.schema()).isEqualTo("pg_catalog");
    }

    @Test
    void an_insert_has_a_row_with_nulls_and_empty_values() {
        var row = (PgOutput.Row) read(new Bytes('I').int32(5).letter('N').row("1", null, ""));
        assertThat(row.kind()).isEqualTo(Kind.INSERT);
        assertThat(row.relation()).isEqualTo(5);
        assertThat(texts(row.after())).isEqualTo(Arrays.asList("1", null, ""));
        assertThat(row.before()).isNull();
    }

    @Test
    void an_update_has_no_old_row_or_its_key_or_all_of_it() {
        var bare = (PgOutput.Row) read(new Bytes('U').int32(5).letter('N').row("1", "?"));
        assertThat(bare.before()).isNull();
        assertThat(bare.after().unchanged(1)).isTrue();
        var key = (PgOutput.Row) read(
                new Bytes('U').int32(5).letter('K').row("1", null).letter('N').row("2", "b"));
        assertThat(key.keyOnly()).isTrue();
        assertThat(texts(key.before())).isEqualTo(Arrays.asList("1", null));
        var old = (PgOutput.Row) read(
                new Bytes('U').int32(5).letter('O').row("1", "a").letter('N').row("2", "b"));
        assertThat(old.keyOnly()).isFalse();
        assertThat(texts(old.before())).isEqualTo(List.of("1", "a"));
        assertThat(texts(old.after())).isEqualTo(List.of("2", "b"));
    }

    @Test
    void a_delete_has_the_key_or_the_old_row() {
        var key = (PgOutput.Row) read(new Bytes('D').int32(5).letter('K').row("1", null));
        assertThat(key.keyOnly()).isTrue();
        assertThat(key.after()).isNull();
        var old = (PgOutput.Row) read(new Bytes('D').int32(5).letter('O').row("1", "a"));
        assertThat(old.keyOnly()).isFalse();
        assertThat(texts(old.before())).isEqualTo(List.of("1", "a"));
    }

    @Test
    void tables_are_emptied_and_messages_come() {
        assertThat(read(new Bytes('T').int32(2).int8(1).int32(5).int32(6)))
                .isEqualTo(new PgOutput.Truncate(0, List.of(5, 6)));
        var message = (PgOutput.Message) read(new Bytes('M').int8(1).int64(POSITION.value())
                .text("a.prefix").value("content"));
        assertThat(message.transactional()).isTrue();
        assertThat(message.prefix()).isEqualTo("a.prefix");
        assertThat(message.content()).asString().isEqualTo("content");
        assertThat(((PgOutput.Message) read(new Bytes('M').int8(0).int64(0).text("p").value("")))
                .transactional()).isFalse();
    }

    @Test
    void inside_a_block_every_message_has_a_transaction_in_front() {
        assertThat(read(new Bytes('S').int32(7).int8(1)))
                .isEqualTo(new PgOutput.StreamStart(7, true));
        assertThat(((PgOutput.Relation) read(relation(new Bytes('R').int32(8), 'd'))).xid())
                .isEqualTo(8);
        assertThat(((PgOutput.Row) read(new Bytes('I').int32(8).int32(5).letter('N').row("1")))
                .xid()).isEqualTo(8);
        assertThat(((PgOutput.Truncate) read(new Bytes('T').int32(9).int32(0).int8(0))).xid())
                .isEqualTo(9);
        assertThat(read(new Bytes('E'))).isEqualTo(new PgOutput.StreamStop());
        assertThat(((PgOutput.Row) read(new Bytes('D').int32(5).letter('K').row("1"))).xid())
                .isZero();
    }

    @Test
    void a_streamed_transaction_ends_either_way() {
        assertThat(read(new Bytes('c').int32(7).int8(0).int64(POSITION.value())
                .int64(END.value()).int64(MICROS)))
                .isEqualTo(new PgOutput.StreamCommit(7, POSITION, END, AT));
        assertThat(read(new Bytes('A').int32(7).int32(8)))
                .isEqualTo(new PgOutput.StreamAbort(7, 8));
        // With what a reader that works in parallel is told besides.
        assertThat(read(new Bytes('A').int32(7).int32(7).int64(POSITION.value()).int64(MICROS)))
                .isEqualTo(new PgOutput.StreamAbort(7, 7));
    }

    @ParameterizedTest
    @ValueSource(chars = {'b', 'P', 'K', 'r', 'p'})
    void two_phase_commit_is_refused_by_name(char kind) {
        assertThatThrownBy(() -> read(new Bytes(kind).int64(0)))
                .isInstanceOf(NotUnderstood.class).hasMessageContaining("two-phase");
    }

    @Test
    void what_is_unknown_or_binary_is_refused() {
        assertThatThrownBy(() -> read(new Bytes('z'))).isInstanceOf(NotUnderstood.class);
        assertThatThrownBy(() -> read(new Bytes('R').int32(5).text("s").text("t").letter('z')))
                .isInstanceOf(NotUnderstood.class);
        assertThatThrownBy(() -> read(new Bytes('I').int32(5).letter('N').int16(1).letter('b')
                .value("x"))).isInstanceOf(NotUnderstood.class);
        assertThatThrownBy(() -> read(new Bytes('I').int32(5).letter('O').row("1")))
                .isInstanceOf(NotUnderstood.class);
    }

    @Test
    void every_message_that_is_cut_off_is_refused() {
        for (Bytes whole : List.of(
                new Bytes('B').int64(1).int64(2).int32(7),
                relation(new Bytes('R'), 'd'),
                new Bytes('U').int32(5).letter('K').row("1").letter('N').row("2", null, "x"),
                new Bytes('T').int32(1).int8(0).int32(5),
                new Bytes('M').int8(1).int64(1).text("p").value("content"),
                new Bytes('I').int32(5).letter('N').int16(1).letter('t').int32(-1))) {
            byte[] bytes = whole.array();
            int shortest = bytes[0] == 'I' ? bytes.length : 1;
            for (int length = shortest; length < bytes.length; length++) {
                int end = length;
                assertThatThrownBy(() -> reader.read(bytes, 0, end))
                        .isInstanceOf(NotUnderstood.class);
            }
        }
        byte[] negative = new Bytes('I').int32(5).letter('N').int16(1).letter('t').int32(-1)
                .array();
        assertThatThrownBy(() -> reader.read(negative, 0, negative.length))
                .isInstanceOf(NotUnderstood.class);
    }
}
