package dev.loam.modules.realtime.rows;

import dev.loam.modules.realtime.channel.Outlet;
import dev.loam.modules.realtime.channel.Place;

/// Whoever is told of rows. Never blocks.
public interface Recipient {
    /// A row changed. `message` is JSON in UTF-8 that others may be sent too.
    void row(Place place, byte[] message);

    /// What was asked for is told from behind a place on, null where that is not known.
    void live(Place from);

    /// Something that was asked for is not told, for a reason that lies with who asked.
    void refused(String why);

    /// Whether what was asked for can be told is not known, since the database did not answer:
    /// nothing will be told.
    void unanswered(String why);

    /// Changes may have been missed.
    void gap(String why);

    /// A row was not told, since what decides about it failed for this one.
    void failed(String why);

    /// A channel over a socket.
    static Recipient of(Outlet outlet) {
        return new Recipient() {
            @Override
            public void row(Place place, byte[] message) {
                outlet.push("postgres_changes", message);
            }

            @Override
            public void live(Place from) {
                outlet.system("postgres_changes", true, "Subscribed to PostgreSQL", from);
            }

            @Override
            public void refused(String why) {
                system(false, why);
            }

            @Override
            public void unanswered(String why) {
                system(false, "Unable to subscribe to changes, join again: the database could not"
                        + " be asked: " + why);
            }

            @Override
            public void gap(String why) {
                system(false, "Changes may have been missed, read the data again: " + why);
            }

            @Override
            public void failed(String why) {
                system(false, "A change was not sent, since a policy failed: " + why);
            }

            private void system(boolean ok, String message) {
                outlet.system("postgres_changes", ok, message);
            }
        };
    }}
