package dev.loam.kernel.identity;

import dev.loam.base.task.Deadline;
import dev.loam.kernel.identity.StoredKey.Status;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// Key pairs in the table `loam.signing_keys` of the project's database.
///
/// At most 200 keys are read, the youngest: a project that rotates every day keeps half a year.
public final class DatabaseKeys implements KeyStore {
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    /// Any number will do that no other lock of ours has.
    private static final Sql LOCK = Sql.of("select pg_advisory_xact_lock(4881063294571)");
    private static final Sql PRESENT = Sql.of("select to_regclass('loam.signing_keys')");
    private static final Sql LOAD = Sql.of("""
            select kid, algorithm, status, public_jwk, encode(sealed_private, 'base64'),
                   (extract(epoch from created_at) * 1000)::bigint,
                   (extract(epoch from activated_at) * 1000)::bigint,
                   (extract(epoch from retired_at) * 1000)::bigint,
                   (extract(epoch from expires_at) * 1000)::bigint
            from (select * from loam.signing_keys
                  order by created_at desc, kid limit 200) youngest
            order by created_at, kid
            """);
    private static final String SAVE = """
            insert into loam.signing_keys (kid, algorithm, status, public_jwk, sealed_private,
                created_at, activated_at, retired_at, expires_at)
            values (?, ?, ?, ?::jsonb, decode(?, 'base64'), ?::timestamptz, ?::timestamptz,
                ?::timestamptz, ?::timestamptz)
            on conflict (kid) do update set status = excluded.status,
                activated_at = excluded.activated_at, retired_at = excluded.retired_at,
                expires_at = excluded.expires_at
            """;

    private final Database database;
    private final Session session;
    private final Clock clock;

    /// `role` is who may read and write the table; null for the login role.
    public DatabaseKeys(Database database, String role, Clock clock) {
        this.database = database;
        this.session = new Session(role, List.of(), Session.Access.READ_WRITE, null, List.of());
        this.clock = clock;
    }

    @Override
    public List<StoredKey> load() throws KeysUnreadable {
        // Somebody's own database may have no such table, and should not log that at each reading.
        if (rows(database.run(PRESENT, session, run())).bytes(0, 0) == null) {
            return List.of();
        }
        return read(rows(database.run(LOAD, session, run())));
    }

    @Override
    public List<StoredKey> change(UnaryOperator<List<StoredKey>> change) throws KeysUnreadable {
        var result = new AtomicReference<List<StoredKey>>(List.of());
        var failed = new AtomicReference<Outcome>();
        try {
            var outcome = database.transact(session, run(), transaction -> {
                var refused = changed(transaction, change, result);
                failed.set(refused);
                return refused == null ? Verdict.End.COMMIT : Verdict.End.ROLLBACK;
            });
            rows(failed.get() == null ? outcome : failed.get());
        } catch (IOException wrong) {
            throw new KeysUnreadable(wrong.getMessage(), true);
        }
        return result.get();
    }

    /// What the database refused, null for nothing.
    private Outcome changed(
            Transaction transaction, UnaryOperator<List<StoredKey>> change,
            AtomicReference<List<StoredKey>> result) {
        var locked = transaction.run(LOCK, session);
        if (!(locked instanceof Rows)) {
            return locked;
        }
        var loaded = transaction.run(LOAD, session);
        if (!(loaded instanceof Rows rows)) {
            return loaded;
        }
        var before = read(rows);
        var after = change.apply(before);
        // At no time two may be active: those that cease to be go first.
        for (var key : byEnd(after)) {
            var saved = before.contains(key) ? Rows.NONE : transaction.run(save(key), session);
            if (!(saved instanceof Rows)) {
                return saved;
            }
        }
        result.set(after);
        return null;
    }

    private static List<StoredKey> byEnd(List<StoredKey> keys) {
        var sorted = new ArrayList<>(keys);
        sorted.sort(Comparator.comparing(key -> key.status() == Status.ACTIVE));
        return sorted;
    }

    private Run run() {
        return Run.until(Deadline.after(TIME_MAX, clock.nanos()));
    }

    private static Sql save(StoredKey key) {
        return Sql.of(SAVE, Bind.of(key.id()), Bind.of(key.algorithm().name()),
                Bind.of(key.status().name().toLowerCase(Locale.ROOT)), Bind.of(key.publicJwk()),
                Bind.of(key.sealed()), time(key.createdAt()), time(key.activatedAt()),
                time(key.retiredAt()), time(key.expiresAt()));
    }

    private static Bind time(Instant instant) {
        return Bind.of(instant == null ? null : instant.toString());
    }

    private static List<StoredKey> read(Rows rows) {
        var keys = new ArrayList<StoredKey>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            keys.add(new StoredKey(rows.text(i, 0), SigningAlgorithm.valueOf(rows.text(i, 1)),
                    Status.valueOf(rows.text(i, 2).toUpperCase(Locale.ROOT)), rows.text(i, 3),
                    sealed(rows.text(i, 4)), time(rows, i, 5), time(rows, i, 6),
                    time(rows, i, 7), time(rows, i, 8)));
        }
        return keys;
    }

    /// PostgreSQL breaks base64 into lines.
    private static String sealed(String base64) {
        return base64 == null ? "" : base64.replace("\n", "");
    }

    private static Instant time(Rows rows, int row, int column) {
        return rows.bytes(row, column) == null ? null
                : Instant.ofEpochMilli(rows.number(row, column, 0));
    }

    private static Rows rows(Outcome outcome) throws KeysUnreadable {
        return switch (outcome) {
            case Rows rows -> rows;
            case Outcome.SqlError error -> throw new KeysUnreadable(error.message(), false);
            case Outcome.Unavailable unavailable ->
                    throw new KeysUnreadable(unavailable.message(), true);
        };
    }
}
