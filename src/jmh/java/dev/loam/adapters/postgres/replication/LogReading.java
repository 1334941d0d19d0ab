package dev.loam.adapters.postgres.replication;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// The log of one transaction, from the bytes of its messages to the parts that the listener is
/// handed; an operation is one changed row of eight columns.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class LogReading {
    private static final int ROWS = 1_000;
    private static final int COLUMNS = 8;

    /// What the transaction does to each row; an update of a row with a whole old row has both.
    public enum Work { INSERT, UPDATE_KEY, UPDATE_FULL, DELETE }

    @Param
    public Work work;

    private final List<byte[]> messages = new ArrayList<>();

    @Setup
    public void prepare() {
        messages.add(new Bytes('B').int64(1000).int64(0).int32(7).array());
        var relation = new Bytes('R').int32(5).text("public").text("note").letter('d')
                .int16(COLUMNS);
        for (int i = 0; i < COLUMNS; i++) {
            relation.int8(i == 0 ? 1 : 0).text("column_" + i).int32(25).int32(-1);
        }
        messages.add(relation.array());
        for (int i = 0; i < ROWS; i++) {
            messages.add(message(i).array());
        }
        messages.add(new Bytes('C').int8(0).int64(1000).int64(1010).int64(0).array());
    }

    private Bytes message(int row) {
        String[] cells = cells(row);
        return switch (work) {
            case INSERT -> new Bytes('I').int32(5).letter('N').row(cells);
            case UPDATE_KEY -> new Bytes('U').int32(5).letter('N').row(cells);
            case UPDATE_FULL -> new Bytes('U').int32(5).letter('O').row(cells)
                    .letter('N').row(cells);
            case DELETE -> {
                var key = new String[COLUMNS];
                key[0] = cells[0];
                yield new Bytes('D').int32(5).letter('K').row(key);
            }
        };
    }

    private static String[] cells(int row) {
        return new String[] {Integer.toString(row), "some words of text", "2026-03-01 12:00:00+00",
            null, "12.50", "t", "another, somewhat longer value of about sixty bytes in all", "7"};
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void read(Blackhole hole) {
        var reader = new PgOutputReader();
        var assembler = new Assembler((oid, sent) -> "text", new Xids(1), Place.at(new Lsn(0)),
                ReplicationSettings.of(ReplicationSettings.PUBLICATIONS).bounds(),
                new Assembler.Sink() {
                    @Override
                    public void commit(Commit part) {
                        hole.consume(part);
                    }

                    @Override
                    public void progress(Lsn end) {
                        hole.consume(end);
                    }

                    @Override
                    public void lost(Lsn end, String why) {
                        throw new IllegalStateException(why);
                    }
                });
        for (byte[] message : messages) {
            assembler.take(reader.read(message, 0, message.length));
        }
    }
}
