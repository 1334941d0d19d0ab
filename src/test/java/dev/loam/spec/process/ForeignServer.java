package dev.loam.spec.process;

import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Somebody's PostgreSQL 15, of Debian, that Loam has not made: who logs in over the network needs
/// TLS and a password by SCRAM; only its superuser is trusted.
final class ForeignServer implements AutoCloseable {
    /// A small API with a login role of its own.
    private static final String SHOP = """
            create role web_anon nologin;
            create role web_user nologin;
            create role login noinherit login password 'p@ss word';
            grant web_anon, web_user to login;
            create role owner login password 'owned';
            create database shop;
            """;
    private static final String TABLES = """
            create schema api;
            create table api.item (id int primary key, name text not null);
            insert into api.item values (1, 'one'), (2, 'two');
            grant usage on schema api to web_anon, web_user;
            grant select on api.item to web_anon;
            grant all on api.item to web_user;
            create function api.tls() returns boolean language sql stable security definer
                as $$ select ssl from pg_stat_ssl where pid = pg_backend_pid() $$;
            create function api.whoami() returns text language sql stable
                as $$ select current_user || ' by ' || session_user || ' tls ' || api.tls() $$;
            """;

    private final PostgresProcess server;

    private ForeignServer(PostgresProcess server) {
        this.server = server;
    }

    static ForeignServer start() {
        try {
            PostgresProcess server = PostgresProcess.start(
                    PostgresPrograms.debian15(), "password_encryption = 'scram-sha-256'");
            var started = new ForeignServer(server);
            certificate(server.data());
            Files.writeString(server.data().resolve("pg_hba.conf"), """
                    host all postgres 127.0.0.1/32 trust
                    hostssl all all 127.0.0.1/32 scram-sha-256
                    """);
            var maintenance = new TestDatabase(server.port(), "postgres");
            maintenance.execute("alter system set ssl = on");
            maintenance.execute("select pg_reload_conf()");
            for (String statement : SHOP.split(";\n")) {
                maintenance.execute(statement);
            }
            started.shop().execute(TABLES);
            return started;
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static void certificate(Path data) {
        Programs.run("openssl", "req", "-new", "-x509", "-days", "30", "-nodes",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                "-out", data.resolve("server.crt").toString(),
                "-keyout", data.resolve("server.key").toString());
    }

    PostgresProcess server() {
        return server;
    }

    int port() {
        return server.port();
    }

    /// The database with the API, as its superuser sees it.
    TestDatabase shop() {
        return new TestDatabase(server.port(), "shop");
    }

    /// What an administrator hands out: TLS that is verified, and the password in the address.
    String loginUrl() {
        return "postgresql://login:p%40ss%20word@localhost:" + port() + "/shop?" + tls();
    }

    String tls() {
        return "sslmode=verify-full&sslrootcert=" + certificate();
    }

    Path certificate() {
        return server.data().resolve("server.crt");
    }

    /// Everything that is in the server, roles and settings too.
    String dump() {
        return Programs.run("pg_dumpall", "--dbname=" + server.url("postgres", "postgres"))
                .replaceAll("(?m)^(\\\\(un)?restrict .*|-- .*)$", "");
    }

    @Override
    public void close() {
        server.close();
    }
}
