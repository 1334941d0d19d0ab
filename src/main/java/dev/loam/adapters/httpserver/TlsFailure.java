package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import java.nio.file.Path;

/// Why a certificate cannot be served. At the start it ends the process; later the old one stays.
public sealed interface TlsFailure extends Failure {
    default Refusal refusal() {
        return new Refusal(this);
    }

    @Override
    default int status() {
        return 500;
    }

    record Unreadable(String setting, Path file, String why) implements TlsFailure {
        @Override
        public String code() {
            return "LOAM-TLS-001";
        }

        @Override
        public String message() {
            return setting + ": " + file + " cannot be read: " + why;
        }
    }

    record BadCertificate(Path file, String why) implements TlsFailure {
        @Override
        public String code() {
            return "LOAM-TLS-002";
        }

        @Override
        public String message() {
            return "tls.certificate: " + file + " holds no certificate in PEM: " + why;
        }
    }

    record BadKey(Path file, String why) implements TlsFailure {
        @Override
        public String code() {
            return "LOAM-TLS-003";
        }

        @Override
        public String message() {
            return "tls.key: " + file + ": " + why;
        }
    }

    record Mismatch(Path certificate, Path key) implements TlsFailure {
        @Override
        public String code() {
            return "LOAM-TLS-004";
        }

        @Override
        public String message() {
            return "tls.key: " + key + " is not the key of the certificate in " + certificate;
        }
    }

    record BadPassphrase(Path file) implements TlsFailure {
        @Override
        public String code() {
            return "LOAM-TLS-005";
        }

        @Override
        public String message() {
            return "tls.key-passphrase: it does not open " + file;
        }
    }
}
