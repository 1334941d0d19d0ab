package dev.loam.modules.realtime.socket;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.rate.Rate;
import dev.loam.modules.realtime.channel.ChannelAccess.Rights;
import dev.loam.modules.realtime.channel.StoredMessages.Stored;
import dev.loam.modules.realtime.socket.Tokens.Shown;
import dev.loam.modules.realtime.topic.Hub;
import dev.loam.modules.realtime.wire.Incoming;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The checks before a channel is joined, in the order in which clients are told of them.
///
/// What comes out is who joins, and with which rights.
record Joining(String name, JoinAsked asked, Shown shown, Rights rights) {
    /// Of UTF-8. Policies are asked about it, and an index of PostgreSQL has to hold it.
    static final int NAME_BYTES_MAX = 1_000;
    private static final int PAYLOAD_CHARS_MAX = 256 << 10;

    /// Blocks where the channel is private: the database says who may listen. `ofSocket` bounds
    /// how fast this socket joins.
    static Joining check(Parts parts, Incoming.Push join, Shown shownBySocket, Rate ofSocket,
            int joined) throws JoinProblem {
        String topic = join.topic();
        if (!topic.startsWith(Hub.WIRE_PREFIX)) {
            throw new JoinProblem("unmatched topic");
        }
        String name = topic.substring(Hub.WIRE_PREFIX.length());
        if (name.isEmpty()) {
            throw new JoinProblem("TopicNameRequired", "You must provide a topic name");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            throw new JoinProblem("TopicNameTooLong",
                    "A topic name has at most " + NAME_BYTES_MAX + " bytes");
        }
        // Its own share first, so that one socket does not use up what all of them have.
        if (!ofSocket.allows(1) || !parts.joins().allows(1)) {
            throw new JoinProblem("ClientJoinRateLimitReached", "Too many joins per second");
        }
        if (join.payload().length() > PAYLOAD_CHARS_MAX) {
            throw new JoinProblem("InvalidJoinPayload",
                    "the payload must be of at most " + PAYLOAD_CHARS_MAX + " characters");
        }
        JoinAsked asked = JoinReader.read(join.payload());
        if (joined >= parts.config().limits().channelsMax()) {
            throw new JoinProblem("ChannelRateLimitReached", "Too many channels");
        }
        if (parts.config().privateOnly() && !asked.isPrivate()) {
            throw new JoinProblem("PrivateOnly", "This project only allows private channels");
        }
        checkReplay(asked);
        Shown shown = shown(parts, asked, shownBySocket);
        try {
            return new Joining(name, asked, shown, rights(parts, name, asked, shown));
        } catch (Refusal refusal) {
            throw new JoinProblem("UnableToConnectToProject", refusal.failure().message());
        }
    }

    private static void checkReplay(JoinAsked asked) throws JoinProblem {
        if (asked.replay() != null && !asked.isPrivate()) {
            throw new JoinProblem("UnableToReplayMessages",
                    "Replay is not allowed for public channels");
        }
        if (asked.replay() != null && !asked.replay().isValid()) {
            throw new JoinProblem("UnableToReplayMessages", "Replay params are not valid");
        }
    }

    /// The token of the join, else that of the socket, which may have ended since.
    private static Shown shown(Parts parts, JoinAsked asked, Shown ofSocket) throws JoinProblem {
        String token = asked.token() == null || asked.token().isEmpty()
                ? ofSocket.token() : asked.token();
        try {
            return parts.tokens().verify(token);
        } catch (TokenProblem problem) {
            throw new JoinProblem(problem.reason());
        }
    }

    private static Rights rights(Parts parts, String name, JoinAsked asked, Shown shown)
            throws JoinProblem {
        if (!asked.isPrivate()) {
            return Rights.ALL;
        }
        Rights rights = parts.access().rights(shown.caller(), name);
        if (!rights.readsBroadcast() && !rights.readsPresence()) {
            throw new JoinProblem("Unauthorized", Parts.NO_RIGHT_TO_READ + name);
        }
        return rights;
    }

    /// What was stored before. To be asked once the channel hears what comes from now on, so that
    /// nothing falls between the two.
    List<Stored> replayed(Parts parts) throws JoinProblem {
        try {
            return asked.replay() == null ? List.of() : parts.stored().since(shown.caller(), name,
                    asked.replay().sinceMillis(), asked.replay().limit());
        } catch (Refusal refusal) {
            throw new JoinProblem("UnableToConnectToProject", refusal.failure().message());
        }
    }
}
