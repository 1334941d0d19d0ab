package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import java.time.Duration;

/// Why a request is refused by the wire itself, before or beside any handler. The connection is
/// closed after each of these, since what follows on it can no longer be told apart.
public sealed interface HttpFailure extends Failure {
    default Refusal refusal() {
        return new Refusal(this);
    }

    /// The request line is not `method SP target SP version CRLF`.
    record BadRequestLine(String what) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-001";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Malformed request line: " + what;
        }
    }

    /// A field line is not `name: value CRLF`.
    record BadField(String what) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-002";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Malformed header: " + what;
        }
    }

    record BadHost(String what) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-003";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Malformed Host: " + what;
        }
    }

    /// It cannot be said for certain where the body ends.
    record BadFraming(String what) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-004";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Ambiguous length of the body: " + what;
        }
    }

    record BadChunk(String what) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-005";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Malformed chunk: " + what;
        }
    }

    /// The client left in the middle of its body.
    record BodyCutShort(long received) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-006";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "The connection ended within the body, after " + received + " bytes of it";
        }
    }

    record SlowHead(Duration limit) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-007";
        }

        @Override
        public int status() {
            return 408;
        }

        @Override
        public String message() {
            return "The head of the request took longer than " + limit.toMillis() + " ms";
        }
    }

    record SlowBody(Duration limit) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-008";
        }

        @Override
        public int status() {
            return 408;
        }

        @Override
        public String message() {
            return "The body of the request took longer than " + limit.toMillis() + " ms";
        }
    }

    /// In time, but at a speed that only keeps others from being served.
    record TrickledBody(long bytesPerSecondMin) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-016";
        }

        @Override
        public int status() {
            return 408;
        }

        @Override
        public String message() {
            return "The body of the request came slower than " + bytesPerSecondMin
                    + " bytes a second";
        }
    }

    record BodyTooLarge(long limit) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-009";
        }

        @Override
        public int status() {
            return 413;
        }

        @Override
        public String message() {
            return "The body exceeds the limit of " + limit + " bytes";
        }
    }

    record LineTooLong(int limit) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-010";
        }

        @Override
        public int status() {
            return 414;
        }

        @Override
        public String message() {
            return "The request line exceeds the limit of " + limit + " bytes";
        }
    }

    record HeadersTooLarge(String limit) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-011";
        }

        @Override
        public int status() {
            return 431;
        }

        @Override
        public String message() {
            return "The headers exceed the limit of " + limit;
        }
    }

    /// A method or a transfer coding that this server never offers.
    record NotImplemented(String what) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-012";
        }

        @Override
        public int status() {
            return 501;
        }

        @Override
        public String message() {
            return "Not offered by this server: " + what;
        }
    }

    record BadVersion(String version) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-013";
        }

        @Override
        public int status() {
            return 505;
        }

        @Override
        public String message() {
            return "Unsupported protocol version " + version;
        }

        @Override
        public String hint() {
            return "Use HTTP/1.1 or HTTP/1.0.";
        }
    }

    /// The resource speaks WebSocket only.
    record UpgradeRequired() implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-014";
        }

        @Override
        public int status() {
            return 426;
        }

        @Override
        public String message() {
            return "This resource is a WebSocket, version 13";
        }
    }

    record BadHandshake(String what) implements HttpFailure {
        @Override
        public String code() {
            return "LOAM-HTTP-015";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String message() {
            return "Malformed WebSocket handshake: " + what;
        }
    }
}
