package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.replication.ReplicationSettings.PastBound;
import dev.loam.base.position.Lsn;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds or makes the slot that a connection reads from, and says what that means for the listener.
///
/// A temporary slot is always a new one. One that stays goes on where it was, unless it is gone,
/// has lost its part of the log, was read by others, or belongs to another history of the data.
final class Slots {
    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final HexFormat HEX = HexFormat.of();
    private static final int NAME_BYTES = 8;

    private final ReplicationSettings settings;
    private final WalStream wal;
    private final SideConnection side;

    /// Where reading begins. `fresh` says that the listener is to be told a start, with that gap.
    record Beginning(String slot, Lsn from, boolean fresh, String gap) {
    }

    /// What is known from before: how far the listener was told (null for nothing), why the last
    /// connection ended (null for the first), whether the server has another history since, and
    /// the process that read the slot then (0 for none).
    record Before(Place place, String ended, boolean otherHistory, int reader) {
        String gap() {
            return place == null ? null
                    : ended == null ? "a temporary slot keeps nothing of what was before"
                    : ended + ", and with the connection its temporary slot was gone";
        }
    }

    Slots(ReplicationSettings settings, WalStream wal, SideConnection side) {
        this.settings = settings;
        this.wal = wal;
        this.side = side;
    }

    Beginning begin(Before before) throws SQLException, Obstacle {
        return settings.durable() ? durable(before) : temporary(before);
    }

    private Beginning temporary(Before before) throws SQLException {
        var chance = new byte[NAME_BYTES];
        CHANCE.nextBytes(chance);
        String name = "loam_" + HEX.formatHex(chance);
        return new Beginning(name, wal.createSlot(name, true), true, before.gap());
    }

    private Beginning durable(Before before) throws SQLException, Obstacle {
        String name = settings.slot();
        SlotState slot = state(name);
        if (slot == null) {
            return made(before.place() == null ? null : "the slot " + name + " was gone");
        }
        if (!slot.here() || !"pgoutput".equals(slot.plugin())) {
            throw new Obstacle("the slot " + name + " is one of another database or plugin: set "
                    + "another name in changes.slot, or SELECT pg_drop_replication_slot('" + name
                    + "')");
        }
        if (slot.reader() != 0) {
            release(slot, before);
        }
        if (slot.lost()) {
            return anew("the server has thrown away what the slot " + name + " was to keep "
                    + "(max_slot_wal_keep_size)");
        }
        if (slot.retained() > settings.slotWalMax().bytes()) {
            String what = past(name, slot);
            if (settings.pastBound() == PastBound.REFUSE) {
                throw new Obstacle(what + "; it is not read, and goes on keeping the log until the "
                        + "disk is full: raise changes.slot-wal-max, or SELECT "
                        + "pg_drop_replication_slot('" + name + "')");
            }
            return anew(what + " and was dropped");
        }
        return goOn(slot, before);
    }

    private Beginning goOn(SlotState slot, Before before) throws SQLException {
        String name = settings.slot();
        if (before.otherHistory()) {
            return new Beginning(name, slot.confirmed(), true,
                    "the server has another history (a failover, or a restored backup)");
        }
        if (before.place() == null) {
            return new Beginning(name, wal.identify().flushed(), true, null);
        }
        if (slot.confirmed().compareTo(before.place().told()) > 0) {
            return new Beginning(name, slot.confirmed(), true, "the slot " + name
                    + " was read by others, up to " + slot.confirmed());
        }
        return new Beginning(name, before.place().told(), false, null);
    }

    /// A connection that broke on this side only may still be held by the server.
    private void release(SlotState slot, Before before) throws SQLException {
        if (slot.reader() == before.reader()) {
            side.ask(open -> SideConnection.value(
                    open, "select pg_terminate_backend(" + slot.reader() + ")"));
        }
        throw new SQLException("the slot " + settings.slot() + " is read by the server's process "
                + slot.reader() + ", of another Loam or of a connection that broke");
    }

    private Beginning anew(String gap) throws SQLException {
        LOG.error("{}: what was committed before now may not be told", gap);
        wal.dropSlot(settings.slot());
        return made(gap);
    }

    private Beginning made(String gap) throws SQLException {
        return new Beginning(settings.slot(), wal.createSlot(settings.slot(), false), true, gap);
    }

    /// How a slot fares that is being read: `trouble` is null when well.
    record Health(String trouble, boolean mustEnd) {
    }

    /// Where a slot stays and is not to be dropped, to stop reading would free nothing; so it is
    /// read on, in the hope that it recovers.
    Health health(String name) throws SQLException {
        SlotState slot = state(name);
        if (slot == null) {
            return new Health("the slot " + name + " is gone", true);
        }
        if (slot.lost()) {
            return new Health("the server has thrown away what the slot " + name + " was to keep "
                    + "(max_slot_wal_keep_size)", true);
        }
        if (slot.retained() <= settings.slotWalMax().bytes()) {
            return new Health(null, false);
        }
        boolean drop = !settings.durable() || settings.pastBound() == PastBound.DROP;
        return new Health(past(name, slot) + ": either what it tells is not taken in fast enough, "
                + "or a transaction has been open for long", drop);
    }

    private SlotState state(String name) throws SQLException {
        return side.ask(open -> SlotState.of(name, open));
    }

    private String past(String name, SlotState slot) {
        return "the slot " + name + " keeps back " + (slot.retained() >> 20)
                + "MiB of the log, more than " + settings.slotWalMax();
    }
}
