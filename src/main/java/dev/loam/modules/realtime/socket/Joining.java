package dev.loam.modules.realtime.socket;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.realtime.channel.ChannelAccess.Rights;
import dev.loam.modules.realtime.channel.StoredMessages.Stored;
import dev.loam.modules.realtime.socket.Tokens.Shown;
import dev.loam.modules.realtime.topic.Hub;
import dev.loam.modules.realtime.wire.Incoming;
import java.util.List;

/// The checks before a channel is joined, in the order in which clients are told of them.
///
/// What comes out is who joins, with which rights, and what is repeated to them.
record Joining(
        String name, JoinAsked asked, Shown shown, Rights rights, List<Stored> replayed) {
    /// Blocks where the channel is private: the database says who may listen.
    static Joining check(Parts parts, Incoming.Push join, Shown ofSocket, int joined)
            throws JoinProblem {
        String topic = join.topic();
        if (!topic.startsWith(Hub.WIRE_PREFIX)) {
            throw new JoinProblem("unmatched topic");
        }
        String name = topic.substring(Hub.WIRE_PREFIX.length());
        if (name.isEmpty()) {
            throw new JoinProblem("TopicNameRequired", "You must provide a topic name");
        }
        JoinAsked asked = JoinReader.read(join.payload());
        if (!parts.joins().allows(1)) {
            throw new JoinProblem("ClientJoinRateLimitReached", "Too many joins per second");
        }
        if (joined >= parts.config().limits().channelsMax()) {
            throw new JoinProblem("ChannelRateLimitReached", "Too many channels");
        }
        if (parts.config().privateOnly() && !asked.isPrivate()) {
            throw new JoinProblem("PrivateOnly", "This project only allows private channels");
        }
        checkReplay(asked);
        Shown shown = shown(parts, asked, ofSocket);
        try {
            return new Joining(name, asked, shown, rights(parts, name, asked, shown),
                    replayed(parts, name, asked, shown));
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

    private static List<Stored> replayed(
            Parts parts, String name, JoinAsked asked, Shown shown) {
        return asked.replay() == null ? List.of() : parts.stored().since(shown.caller(), name,
                asked.replay().sinceMillis(), asked.replay().limit());
    }
}
