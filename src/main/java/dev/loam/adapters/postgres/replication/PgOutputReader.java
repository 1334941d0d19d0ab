package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.replication.PgOutput.Column;
import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change.Kind;
import dev.loam.ports.changes.ChangedTable.Identity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Understands the messages of `pgoutput`, protocol versions 1 to 4. Pure, but for knowing whether
/// it is inside a streamed block, where every message has a transaction's number in front.
///
/// Only the cells are copied out of what came. For one thread.
///
/// Fails: [NotUnderstood] for anything else, also for two-phase commit and binary values, which are
/// never asked for.
final class PgOutputReader {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    /// Of a column of the replica identity.
    private static final int IDENTIFIES = 1;
    private static final int TRANSACTIONAL = 1;

    private byte[] bytes;
    private int at;
    private int end;
    private boolean inStream;

    /// The message that lies in `bytes` from `from` (inclusive) to `to` (exclusive).
    PgOutput read(byte[] source, int from, int to) {
        bytes = source;
        at = from;
        end = to;
        try {
            return message((char) int8());
        } catch (IndexOutOfBoundsException _) {
            throw new NotUnderstood("the log's message '" + (char) source[from]
                    + "' ends too soon, after " + (to - from) + " bytes");
        } finally {
            bytes = null;
        }
    }

    private PgOutput message(char kind) {
        return switch (kind) {
            case 'B' -> begin();
            case 'C' -> commit();
            case 'O' -> new PgOutput.Origin(lsn(), text());
            case 'R' -> relation();
            case 'Y' -> new PgOutput.Type(xid(), int32(), text(), text());
            case 'I' -> insert();
            case 'U' -> update();
            case 'D' -> delete();
            case 'T' -> truncate();
            case 'M' -> logicalMessage();
            case 'S' -> streamStart();
            case 'E' -> streamStop();
            case 'c' -> streamCommit();
            case 'A' -> new PgOutput.StreamAbort(int32(), int32());
            case 'b', 'P', 'K', 'r', 'p' -> throw new NotUnderstood("the log's message '" + kind
                    + "' is one of two-phase commit, which was not asked for");
            default -> throw new NotUnderstood("the log's message '" + kind + "' is unknown");
        };
    }

    private PgOutput begin() {
        Lsn position = lsn();
        Instant time = instant();
        return new PgOutput.Begin(int32(), position, time);
    }

    private PgOutput commit() {
        int8();
        return new PgOutput.Commit(lsn(), lsn(), instant());
    }

    private PgOutput relation() {
        int xid = xid();
        int oid = int32();
        String schema = text();
        String name = text();
        Identity identity = identity((char) int8());
        int count = int16();
        var columns = new ArrayList<Column>(count);
        for (int i = 0; i < count; i++) {
            boolean identifies = (int8() & IDENTIFIES) != 0;
            columns.add(new Column(text(), int32(), int32(), identifies));
        }
        // The catalog's own schema is sent as an empty name.
        return new PgOutput.Relation(xid, oid, schema.isEmpty() ? "pg_catalog" : schema, name,
                identity, columns);
    }

    private static Identity identity(char letter) {
        return switch (letter) {
            case 'd' -> Identity.DEFAULT;
            case 'n' -> Identity.NOTHING;
            case 'f' -> Identity.FULL;
            case 'i' -> Identity.INDEX;
            default -> throw new NotUnderstood("unknown replica identity '" + letter + "'");
        };
    }

    private PgOutput insert() {
        int xid = xid();
        int relation = int32();
        expect('N', int8());
        return new PgOutput.Row(xid, Kind.INSERT, relation, null, false, row());
    }

    private PgOutput update() {
        int xid = xid();
        int relation = int32();
        int part = int8();
        boolean keyOnly = part == 'K';
        CellRow before = null;
        if (keyOnly || part == 'O') {
            before = row();
            part = int8();
        }
        expect('N', part);
        return new PgOutput.Row(xid, Kind.UPDATE, relation, before, keyOnly, row());
    }

    private PgOutput delete() {
        int xid = xid();
        int relation = int32();
        int part = int8();
        boolean keyOnly = part == 'K';
        if (!keyOnly) {
            expect('O', part);
        }
        return new PgOutput.Row(xid, Kind.DELETE, relation, row(), keyOnly, null);
    }

    private static void expect(char wanted, int found) {
        if (found != wanted) {
            throw new NotUnderstood("a row begins with '" + (char) found + "', not '" + wanted
                    + "'");
        }
    }

    private CellRow row() {
        var cells = new byte[int16()][];
        for (int i = 0; i < cells.length; i++) {
            int kind = int8();
            cells[i] = switch (kind) {
                case 'n' -> null;
                case 'u' -> CellRow.UNCHANGED;
                case 't' -> cell();
                default -> throw new NotUnderstood("a value of kind '" + (char) kind + "'");
            };
        }
        return new CellRow(cells);
    }

    private PgOutput truncate() {
        int xid = xid();
        int count = int32();
        int8();
        List<Integer> relations = new ArrayList<>(Math.min(count, (end - at) / Integer.BYTES));
        for (int i = 0; i < count; i++) {
            relations.add(int32());
        }
        return new PgOutput.Truncate(xid, List.copyOf(relations));
    }

    private PgOutput logicalMessage() {
        int xid = xid();
        boolean transactional = (int8() & TRANSACTIONAL) != 0;
        return new PgOutput.Message(xid, transactional, lsn(), text(), cell());
    }

    private PgOutput streamStart() {
        inStream = true;
        return new PgOutput.StreamStart(int32(), int8() == 1);
    }

    private PgOutput streamStop() {
        inStream = false;
        return new PgOutput.StreamStop();
    }

    private PgOutput streamCommit() {
        int xid = int32();
        int8();
        return new PgOutput.StreamCommit(xid, lsn(), lsn(), instant());
    }

    private int xid() {
        return inStream ? int32() : 0;
    }

    private int int8() {
        return bytes[advance(1)];
    }

    private int int16() {
        int here = advance(2);
        return (bytes[here] & 0xff) << 8 | bytes[here + 1] & 0xff;
    }

    private int int32() {
        return (int) INT.get(bytes, advance(Integer.BYTES));
    }

    private long int64() {
        return (long) LONG.get(bytes, advance(Long.BYTES));
    }

    private Lsn lsn() {
        return new Lsn(int64());
    }

    private Instant instant() {
        return EPOCH.plus(int64(), ChronoUnit.MICROS);
    }

    /// A text that ends with a zero byte.
    private String text() {
        int start = at;
        while (bytes[advance(1)] != 0) {
            // The end is looked for.
        }
        return new String(bytes, start, at - 1 - start, StandardCharsets.UTF_8);
    }

    private byte[] cell() {
        int length = int32();
        int here = advance(length);
        return Arrays.copyOfRange(bytes, here, here + length);
    }

    /// Passes over so many bytes and answers where they begin.
    private int advance(int length) {
        int here = at;
        if (length < 0 || length > end - here) {
            throw new IndexOutOfBoundsException();
        }
        at = here + length;
        return here;
    }
}
