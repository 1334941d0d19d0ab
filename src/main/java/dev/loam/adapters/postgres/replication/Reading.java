package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.replication.Slots.Beginning;
import dev.loam.base.position.Lsn;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One connection's life: from the first question to the server until it breaks.
final class Reading implements AutoCloseable {
    private static final int VERSION_STREAMING_PARALLEL = 160_000;
    private static final long CONFIRM_NANOS = Duration.ofSeconds(2).toNanos();
    private static final String UNDEFINED_OBJECT = "42704";

    private final ReplicationSettings settings;
    private final Publications publications;
    private final Telling telling;
    private final SideConnection side;
    private final WalStream wal;
    private final WalStream.Server server;
    private volatile Attendant attendant;
    private volatile String ended;
    private List<String> read;
    private Lsn received = new Lsn(0);
    private long confirmedNanos = System.nanoTime();

    /// Opens both connections.
    ///
    /// Fails: Obstacle where the server or the login lacks what is needed.
    Reading(PostgresConfig config, ReplicationSettings settings, Publications publications,
            Telling telling) throws SQLException, Obstacle {
        this.settings = settings;
        this.publications = publications;
        this.telling = telling;
        side = new SideConnection(config);
        try {
            Readiness readiness = side.ask(Readiness::of);
            if (!readiness.ready()) {
                throw new Obstacle(readiness.toString());
            }
            wal = WalStream.connect(config, settings.silenceMax());
        } catch (SQLException | Obstacle e) {
            side.close();
            throw e;
        }
        try {
            server = wal.identify();
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    WalStream.Server server() {
        return server;
    }

    int backend() {
        return wal.backend();
    }

    void poke() {
        Attendant present = attendant;
        if (present != null) {
            present.poke();
        }
    }

    /// Hears how it goes.
    interface Signs {
        /// It reads now.
        void reading();

        /// While it reads something is wrong, or no more (null).
        void concern(String what);
    }

    /// Begins, and reads until the connection ends.
    ///
    /// Fails: SQLException, always at last.
    void run(Slots.Before before, Signs signs) throws SQLException, Obstacle {
        Lsn told = before.place() == null ? server.flushed() : before.place().told();
        read = publications.readable(side, told);
        if (read.isEmpty()) {
            throw new Obstacle("none of the publications " + publications
                    + " exists: CREATE PUBLICATION one of them for the tables to tell of");
        }
        publications.sayMissing(read);
        var types = new TypeNames(side);
        var slots = new Slots(settings, wal, side);
        Beginning beginning = slots.begin(before);
        var xids = new Xids(side.nextXid());
        wal.start(beginning.slot(), beginning.from(), options());
        signs.reading();
        begin(beginning, publications.joined(read));
        var assembler = new Assembler(types, xids, telling.place(), settings.bounds(), telling);
        attendant = new Attendant(side, () -> telling.place().told(),
                () -> look(slots, beginning.slot(), signs));
        try {
            read(assembler);
        } catch (SQLException e) {
            throw explained(e);
        }
    }

    private void begin(Beginning beginning, List<String> joined) {
        if (beginning.fresh()) {
            telling.begin(beginning.from(), beginning.gap());
        } else if (joined.isEmpty()) {
            telling.goOn();
        } else {
            telling.begin(beginning.from(), "not read before now: the publications "
                    + String.join(", ", joined));
        }
    }

    private Map<String, String> options() throws SQLException {
        int version = side.version();
        boolean parallel = version >= VERSION_STREAMING_PARALLEL;
        var options = new LinkedHashMap<String, String>();
        options.put("proto_version", parallel ? "4" : "2");
        options.put("publication_names", WalStream.list(read));
        options.put("messages", "true");
        if (settings.streaming() != ReplicationSettings.Streaming.OFF) {
            options.put("streaming",
                    parallel ? settings.streaming().name().toLowerCase(Locale.ROOT) : "on");
        }
        return options;
    }

    private void read(Assembler assembler) throws SQLException {
        var reader = new PgOutputReader();
        while (true) {
            byte[] message = wal.next();
            if (WalStream.isKeepalive(message)) {
                Lsn sent = WalStream.sent(message);
                received = received.atLeast(sent) ? received : sent;
                if (!assembler.midway()) {
                    telling.progress(sent);
                }
                // At once: a server that is caught up says how far it has come only to who has
                // confirmed the last such word.
                confirm();
            } else {
                assembler.take(reader.read(message, WalStream.DATA_START, message.length));
                if (System.nanoTime() - confirmedNanos > CONFIRM_NANOS) {
                    confirm();
                }
            }
        }
    }

    private void confirm() throws SQLException {
        Lsn taken = telling.place().told();
        received = received.atLeast(taken) ? received : taken;
        wal.confirm(received, taken);
        confirmedNanos = System.nanoTime();
    }

    /// Ends this connection, so that the next one is made differently.
    private void end(String why) {
        ended = why;
        wal.abort();
    }

    private SQLException explained(SQLException e) throws SQLException {
        if (ended != null) {
            return new SQLException(ended, e);
        }
        if (UNDEFINED_OBJECT.equals(e.getSQLState())) {
            publications.tooYoung(e.getMessage(), side.ends().written());
        }
        return e;
    }

    private void look(Slots slots, String slot, Signs signs) throws SQLException {
        Slots.Health health = slots.health(slot);
        if (health.mustEnd()) {
            end(health.trouble());
        }
        signs.concern(health.trouble());
        List<String> now = publications.readable(side, telling.place().told());
        if (!now.equals(read)) {
            end("the publications are others now: "
                    + (now.isEmpty() ? "none" : String.join(", ", now)));
        }
    }

    /// Breaks both connections; any thread.
    @Override
    public void close() {
        wal.close();
        side.close();
        Attendant present = attendant;
        if (present != null) {
            present.close();
        }
    }
}
