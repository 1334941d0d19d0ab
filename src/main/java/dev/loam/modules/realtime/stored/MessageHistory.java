package dev.loam.modules.realtime.stored;

import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.access.Questions;
import dev.loam.modules.realtime.channel.StoredMessages;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import java.util.ArrayList;
import java.util.List;

/// Reads stored messages as the caller, so that policies decide about each.
public final class MessageHistory implements StoredMessages {
    static final int LIMIT_MAX = 25;
    /// The end of the year 9999, which PostgreSQL can still tell.
    private static final long TIME_MAX_MILLIS = 253_402_300_799_000L;

    private static final String NEWEST_FIRST = """
            select id::text, event, payload::text, binary_payload::text
            from realtime.messages
            where topic = ?::text and extension = 'broadcast' and private
                and inserted_at >= to_timestamp(?::bigint / 1000.0) at time zone 'utc'
                and inserted_at >= (now() at time zone 'utc') - interval '72 hours'
                and event is not null
            order by inserted_at desc, id desc
            limit ?::int
            """;

    private final Database database;
    private final Questions questions;

    public MessageHistory(Database database, Questions questions) {
        this.database = database;
        this.questions = questions;
    }

    @Override
    public List<Stored> since(Caller caller, String topic, long sinceMillis, int limit) {
        if (limit < 1 || topic.indexOf('\0') >= 0) {
            return List.of();
        }
        var sql = Sql.of(NEWEST_FIRST, Bind.of(topic),
                Bind.of(Long.toString(Math.clamp(sinceMillis, 0, TIME_MAX_MILLIS))),
                Bind.of(Integer.toString(Math.min(limit, LIMIT_MAX))));
        var session = new Session(caller.role(), List.of(
                new Setting("request.jwt.claims", caller.claimsJson()),
                new Setting("realtime.topic", topic)), Access.READ_ONLY, null, List.of());
        Rows rows = questions.asked(run -> database.run(sql, session, run));
        var stored = new ArrayList<Stored>(rows.size());
        for (int i = rows.size() - 1; i >= 0; i--) {
            stored.add(stored(rows, i));
        }
        return stored;
    }

    private static Stored stored(Rows rows, int row) {
        String id = rows.text(row, 0);
        String binary = rows.text(row, 3);
        byte[] payload = binary != null ? null : Identified.payload(rows.bytes(row, 2), id);
        return new Stored(id, rows.text(row, 1), payload,
                binary == null ? null : StoredRow.bytes(binary));
    }
}
