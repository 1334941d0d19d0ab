package dev.loam.adapters.postgres.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.Change.Kind;
import dev.loam.ports.changes.ChangedTable.Identity;
import dev.loam.ports.changes.Commit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Transactions put together from messages in any order that the server may send them in.
class AssemblerTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final int TABLE = 5;

    private final List<String> out = new ArrayList<>();
    private Assembler assembler = assembler(Place.at(new Lsn(0)), 3, 1 << 20);

    private Assembler assembler(Place place, int changesMax, long streamedMax) {
        var made = new Assembler((oid, sent) -> "type " + oid, new Xids(100), place,
                new Assembler.Bounds(changesMax, 1 << 20, streamedMax), new Assembler.Sink() {
                    @Override
                    public void commit(Commit part) {
                        out.add(part.xid() + "@" + part.position().value() + " " + part.first()
                                + (part.last() ? "!" : "") + " " + words(part));
                    }

                    @Override
                    public void progress(Lsn end) {
                        out.add("to " + end.value());
                    }

                    @Override
                    public void lost(Lsn end, String why) {
                        out.add("lost " + end.value());
                    }
                });
        return made;
    }

    private static String words(Commit part) {
        return String.join(",", part.changes().stream().map(change -> switch (change) {
            case Change.OfRow row -> row.table().columns().size() + ":" + row.after().text(0);
            case Change.Truncation truncation -> "truncate " + truncation.tables().size();
            case Change.Message message -> message.prefix();
        }).toList());
    }

    private void take(PgOutput... messages) {
        for (PgOutput message : messages) {
            assembler.take(message);
        }
    }

    private static PgOutput table(int xid, int columns) {
        var all = new ArrayList<PgOutput.Column>();
        for (int i = 0; i < columns; i++) {
            all.add(new PgOutput.Column("c" + i, 23, -1, i == 0));
        }
        return new PgOutput.Relation(xid, TABLE, "public", "note", Identity.DEFAULT, all);
    }

    private static CellRow cells(String word) {
        return new CellRow(new byte[][] {word.getBytes(StandardCharsets.UTF_8)});
    }

    private static PgOutput row(int xid, String word) {
        return new PgOutput.Row(xid, Kind.INSERT, TABLE, null, false, cells(word));
    }

    private static PgOutput begin(int xid, long position) {
        return new PgOutput.Begin(xid, new Lsn(position), AT);
    }

    private static PgOutput commit(long position) {
        return new PgOutput.Commit(new Lsn(position), new Lsn(position + 10), AT);
    }

    private static PgOutput start(int xid) {
        return new PgOutput.StreamStart(xid, true);
    }

    private static final PgOutput STOP = new PgOutput.StreamStop();

    private static PgOutput streamed(int xid, long position) {
        return new PgOutput.StreamCommit(xid, new Lsn(position), new Lsn(position + 10), AT);
    }

    private static PgOutput abort(int xid, int part) {
        return new PgOutput.StreamAbort(xid, part);
    }

    @Test
    void a_transaction_comes_with_its_place() {
        take(begin(101, 20), table(0, 1), row(0, "a"), commit(20));
        assertThat(out).containsExactly("101@20 0! 1:a", "to 30");
        assertThat(assembler.midway()).isFalse();
    }

    @Test
    void one_without_changes_is_progress_alone() {
        take(begin(101, 20), new PgOutput.Message(0, true, new Lsn(1), Assembler.POKE,
                new byte[0]), commit(20));
        assertThat(out).containsExactly("to 30");
    }

    @Test
    void a_large_one_comes_in_parts_of_which_none_is_empty() {
        take(begin(101, 20), table(0, 1));
        for (String word : List.of("a", "b", "c", "d", "e", "f")) {
            take(row(0, word));
        }
        take(commit(20));
        assertThat(out).containsExactly("101@20 0 1:a,1:b,1:c", "101@20 3! 1:d,1:e,1:f", "to 30");
    }

    @Test
    void what_was_told_before_is_not_told_again() {
        assembler = assembler(new Place(new Lsn(20), new Lsn(40), 2), 3, 1 << 20);
        take(table(0, 1), begin(101, 19), row(0, "a"), commit(19));
        take(begin(102, 40), row(0, "a"), row(0, "b"), row(0, "c"), commit(40));
        take(begin(103, 60), row(0, "d"), commit(60));
        assertThat(out).containsExactly("to 29", "102@40 2! 1:c", "to 50", "103@60 0! 1:d",
                "to 70");
    }

    @Test
    void streamed_transactions_come_when_they_end_without_what_was_undone() {
        take(start(101), table(101, 1), row(101, "a"), row(102, "b"), STOP);
        take(start(105), table(105, 1), row(105, "x"), STOP);
        take(begin(104, 20), table(0, 1), row(0, "m"), commit(20));
        take(start(101), row(101, "c"), row(103, "d"), STOP);
        take(abort(101, 102), abort(105, 105), streamed(101, 40));
        assertThat(out).containsExactly("104@20 0! 1:m", "to 30", "101@40 0! 1:a,1:c,1:d",
                "to 50");
    }

    @Test
    void a_streamed_transaction_sees_the_table_as_it_made_it() {
        take(begin(104, 10), table(0, 1), row(0, "m"), commit(10));
        take(start(101), table(101, 2), row(101, "a"), STOP);
        take(begin(105, 20), row(0, "n"), commit(20));
        take(streamed(101, 40));
        take(begin(106, 60), row(0, "o"), commit(60));
        assertThat(out).containsExactly("104@10 0! 1:m", "to 20", "105@20 0! 1:n", "to 30",
                "101@40 0! 2:a", "to 50", "106@60 0! 2:o", "to 70");
    }

    @Test
    void one_that_is_too_large_is_lost_at_its_end_and_takes_no_other_with_it() {
        assembler = assembler(Place.at(new Lsn(0)), 3, 400);
        take(start(101), table(101, 1), row(101, "a"), row(101, "b"), row(101, "c"),
                row(101, "d"), row(101, "e"), STOP);
        take(start(102), table(102, 1), row(102, "x"), STOP, streamed(102, 20));
        take(abort(101, 103), streamed(101, 40));
        assertThat(out).containsExactly("102@20 0! 1:x", "to 30", "lost 50");
    }

    @Test
    void a_whole_old_row_gives_what_the_new_one_does_not_repeat() {
        take(begin(101, 20), table(0, 1), new PgOutput.Row(0, Kind.UPDATE, TABLE, cells("old"),
                false, new CellRow(new byte[][] {CellRow.UNCHANGED})), commit(20));
        assertThat(out).containsExactly("101@20 0! 1:old", "to 30");
    }

    @Test
    void what_cannot_be_is_refused() {
        assertThatThrownBy(() -> take(commit(1))).isInstanceOf(NotUnderstood.class);
        assertThatThrownBy(() -> take(row(0, "a"))).isInstanceOf(NotUnderstood.class);
        assertThatThrownBy(() -> take(streamed(1, 1))).isInstanceOf(NotUnderstood.class);
        take(begin(101, 20));
        assertThatThrownBy(() -> take(row(0, "a"))).isInstanceOf(NotUnderstood.class)
                .hasMessageContaining("described");
    }

    @ParameterizedTest
    @CsvSource({
        "100, 101, 101",
        "100, 99, 99",
        "4294967295, 0, 4294967296",
        "4294967296, -1, 4294967295",
        "4294967300, 5, 4294967301",
        "8589934591, 3, 8589934595",
        "100, -5, 4294967291",
    })
    void transaction_numbers_are_whole(long known, int xid, long whole) {
        assertThat(new Xids(known).whole(xid)).isEqualTo(whole);
    }
}
