package dev.loam.modules.realtime.failure;

import dev.loam.base.failure.Failure;
import java.util.Map;

/// Why a request or a handshake is refused. What is refused on an open WebSocket is told there, as
/// the protocol has it.
public sealed interface RealtimeFailure extends Failure {
    /// Neither a key nor a token came with it.
    record KeyMissing() implements RealtimeFailure {
        @Override
        public String code() {
            return "LOAM-REALTIME-001";
        }

        @Override
        public int status() {
            return 401;
        }

        @Override
        public String message() {
            return "API key is missing";
        }
    }

    /// The key or token does not open a socket.
    record TokenRefused(String message) implements RealtimeFailure {
        @Override
        public String code() {
            return "LOAM-REALTIME-002";
        }

        @Override
        public int status() {
            return 401;
        }
    }

    /// As many clients as may be are connected.
    record TooManyClients() implements RealtimeFailure {
        @Override
        public String code() {
            return "LOAM-REALTIME-003";
        }

        @Override
        public int status() {
            return 429;
        }

        @Override
        public String message() {
            return "Too many connected users";
        }
    }

    /// `vsn` names a version of the serializer that nobody knows.
    record VersionUnknown(String vsn) implements RealtimeFailure {
        @Override
        public String code() {
            return "LOAM-REALTIME-004";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "There is no version " + vsn + " of the serializer";
        }

        @Override
        public String hint() {
            return "vsn is 1.0.0 or 2.0.0.";
        }
    }

    /// Messages that cannot be sent; `errors` is a JSON text that says for each what is wrong.
    record MessagesInvalid(String message, String errors) implements RealtimeFailure {
        @Override
        public String code() {
            return "LOAM-REALTIME-005";
        }

        @Override
        public int status() {
            return 422;
        }

        @Override
        public Map<String, String> members() {
            return Map.of("errors", errors);
        }
    }

    /// The body is of a type that is no payload.
    record BodyTypeUnsupported(String type) implements RealtimeFailure {
        @Override
        public String code() {
            return "LOAM-REALTIME-006";
        }

        @Override
        public int status() {
            return 415;
        }

        @Override
        public String message() {
            return "A payload cannot have the type " + type;
        }

        @Override
        public String hint() {
            return "Content-Type is application/json or application/octet-stream.";
        }
    }

    /// More messages come by HTTP than may.
    record RateExceeded() implements RealtimeFailure {
        @Override
        public String code() {
            return "LOAM-REALTIME-007";
        }

        @Override
        public int status() {
            return 429;
        }

        @Override
        public String message() {
            return "You have exceeded your rate limit";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Retry-After", "1");
        }
    }

    /// No policy lets the caller send to a private topic.
    record TopicForbidden(String topic) implements RealtimeFailure {
        @Override
        public String code() {
            return "LOAM-REALTIME-008";
        }

        @Override
        public int status() {
            return 403;
        }

        @Override
        public String message() {
            return "You do not have permissions to write to this Channel topic: " + topic;
        }
    }

    /// Nothing is served there.
    record PathUnknown() implements RealtimeFailure {
        @Override
        public String code() {
            return "LOAM-REALTIME-009";
        }

        @Override
        public int status() {
            return 404;
        }

        @Override
        public String message() {
            return "There is nothing at this path of the realtime API";
        }

        @Override
        public String hint() {
            return "There are /websocket, /api/broadcast, /api/broadcast/{topic}/events/{event} "
                    + "and /api/ping.";
        }
    }

    /// The path exists, but not for this method.
    record MethodUnsupported(String allowed) implements RealtimeFailure {
        @Override
        public String code() {
            return "LOAM-REALTIME-010";
        }

        @Override
        public int status() {
            return 405;
        }

        @Override
        public String message() {
            return "This path of the realtime API takes " + allowed + " only";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Allow", allowed);
        }
    }
}
