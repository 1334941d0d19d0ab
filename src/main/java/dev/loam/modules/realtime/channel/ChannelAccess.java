package dev.loam.modules.realtime.channel;

import dev.loam.kernel.identity.Caller;

/// Who may use a private channel: policies on `realtime.messages` decide.
public interface ChannelAccess {
    /// What the caller may do on the topic (without its prefix `realtime:`). Asks the database, and
    /// so blocks within a bound; a database that cannot be asked is a `Refusal`.
    Rights rights(Caller caller, String topic);

    record Rights(
            boolean readsBroadcast, boolean readsPresence, boolean writesBroadcast,
            boolean writesPresence) {
        /// Those on a public channel.
        public static final Rights ALL = new Rights(true, true, true, true);
    }
}
