package dev.loam.adapters.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.config.Secret;
import dev.loam.ports.web.HttpLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates: what is taken, what is refused, and their change under load.
class TlsSpec {
    private static final Duration POLL = Duration.ofMillis(30);
    private static final String[] LOCAL = {"localhost", "127.0.0.1"};

    @TempDir
    static Path dir;

    private static MadeCertificate curve;
    private static MadeCertificate rsa;

    private WebServer server;

    @BeforeAll
    static void make() {
        curve = MadeCertificate.of("EC", LOCAL);
        rsa = MadeCertificate.of("RSA", "*.example.test");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private void serve(TlsConfig.Pair... pairs) {
        serve(null, pairs);
    }

    private void serve(Secret passphrase, TlsConfig.Pair... pairs) {
        server = WebServer.start(Listening.plain("127.0.0.1", 0, HttpLimits.DEFAULT)
                .withTls(new TlsConfig(List.of(pairs), passphrase, false, POLL)),
                new EchoHandler());
    }

    private String curl(String url, String... more) {
        var words = new ArrayList<>(List.of("curl", "-sS", "-m", "10"));
        words.addAll(List.of(more));
        words.add(url + ":" + server.port() + "/a");
        return Command.run(words.toArray(String[]::new));
    }

    @Test
    void a_client_that_trusts_the_certificate_is_answered() {
        var pair = curve.writeTo(dir, "served");
        serve(pair);
        assertThat(curl("https://localhost", "--cacert", pair.certificate().toString()))
                .isEqualTo("GET /a");
        assertThat(curl("https://localhost", "-k", "--tls-max", "1.2")).isEqualTo("GET /a");
    }

    @Test
    void plain_http_is_sent_to_https() {
        serve(curve.writeTo(dir, "served"));
        assertThat(curl("http://localhost", "-i")).startsWith("HTTP/1.1 308 ")
                .contains("Location: https://localhost:" + server.port() + "/a");
    }

    @Test
    void each_host_gets_its_own_certificate() {
        var other = rsa.writeTo(dir, "other");
        serve(curve.writeTo(dir, "first"), other);
        assertThat(curl("https://a.example.test", "--cacert", other.certificate().toString(),
                "--resolve", "a.example.test:" + server.port() + ":127.0.0.1"))
                .isEqualTo("GET /a");
        assertThat(curl("https://localhost", "--cacert",
                dir.resolve("first.pem").toString())).isEqualTo("GET /a");
    }

    @Test
    void older_forms_of_keys_and_encrypted_ones_are_read() {
        for (var made : List.of(curve, rsa)) {
            var pair = made.writeTo(dir, "forms");
            String key = pair.key().toString();
            String old = dir.resolve("old.key").toString();
            Command.run("openssl", "pkey", "-traditional", "-in", key, "-out", old);
            serve(new TlsConfig.Pair(pair.certificate(), Path.of(old)));
            assertThat(curl("https://localhost", "-k")).isEqualTo("GET /a");
            server.close();
            Command.run("openssl", "pkcs8", "-topk8", "-in", key, "-out", old,
                    "-passout", "pass:word");
            var locked = new TlsConfig.Pair(pair.certificate(), Path.of(old));
            serve(new Secret("word"), locked);
            assertThat(curl("https://localhost", "-k")).isEqualTo("GET /a");
            server.close();
            assertThatThrownBy(() -> serve(new Secret("other"), locked))
                    .hasMessageContaining("LOAM-TLS-005").hasMessageContaining("old.key");
            assertThatThrownBy(() -> serve(locked)).hasMessageContaining("LOAM-TLS-005");
        }
    }

    @Test
    void what_cannot_be_served_is_named_at_the_start() {
        var good = curve.writeTo(dir, "good");
        var other = rsa.writeTo(dir, "other");
        var none = new TlsConfig.Pair(dir.resolve("none"), good.key());
        assertThatThrownBy(() -> serve(none)).hasMessageContaining("LOAM-TLS-001")
                .hasMessageContaining("tls.certificate").hasMessageContaining("no such file");
        assertThatThrownBy(() -> serve(new TlsConfig.Pair(good.key(), good.key())))
                .hasMessageContaining("LOAM-TLS-002");
        assertThatThrownBy(() -> serve(new TlsConfig.Pair(good.certificate(), good.certificate())))
                .hasMessageContaining("LOAM-TLS-003").hasMessageContaining("tls.key");
        assertThatThrownBy(() -> serve(new TlsConfig.Pair(good.certificate(), other.key())))
                .hasMessageContaining("LOAM-TLS-004").hasMessageContaining("other.key");
    }

    @Test
    void a_certificate_is_replaced_under_load_without_one_failure() throws InterruptedException {
        var pair = curve.writeTo(dir, "changing");
        serve(pair);
        var stopped = new AtomicBoolean();
        var answers = new AtomicInteger();
        var failures = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            clients.add(Thread.ofPlatform().start(() -> {
                while (!stopped.get()) {
                    try {
                        curl("https://localhost", "-k");
                        answers.incrementAndGet();
                    } catch (AssertionError failed) {
                        failures.incrementAndGet();
                    }
                }
            }));
        }
        MadeCertificate next = MadeCertificate.of("EC", LOCAL);
        MadeCertificate.write(pair.certificate(), next.certificate());
        // For now the two do not belong together.
        int before = answers.get();
        awaitTrue(() -> answers.get() > before + 5);
        MadeCertificate.write(pair.key(), next.key());
        awaitTrue(() -> accepted(pair.certificate()));
        stopped.set(true);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(failures).hasValue(0);
        MadeCertificate.write(pair.key(), "broken");
        assertThat(accepted(pair.certificate())).isTrue();
    }

    @Test
    void a_certificate_that_ends_soon_or_has_ended_is_told_of_and_served() {
        serve(curve.writeTo(dir, "lasting"));
        assertThat(server.certificateTrouble()).isNull();
        server.close();
        var ending = MadeCertificate.lasting(-10, 2, "EC", LOCAL)
                .writeTo(dir, "ending");
        serve(ending);
        assertThat(server.certificateTrouble()).contains("ending.pem expires at 20");
        var ended = MadeCertificate.lasting(-10, -5, "EC", LOCAL);
        MadeCertificate.write(ending.certificate(), ended.certificate());
        MadeCertificate.write(ending.key(), ended.key());
        awaitTrue(() -> server.certificateTrouble().contains("ending.pem has expired, at 20"));
        assertThat(curl("https://localhost", "-k")).isEqualTo("GET /a");
        MadeCertificate.write(ending.key(), "broken");
        awaitTrue(() -> server.certificateTrouble().contains("LOAM-TLS-003"));
        MadeCertificate.write(ending.certificate(), curve.certificate());
        MadeCertificate.write(ending.key(), curve.key());
        awaitTrue(() -> server.certificateTrouble() == null);
    }

    private boolean accepted(Path certificate) {
        try {
            return curl("https://localhost", "--cacert", certificate.toString()).equals("GET /a");
        } catch (AssertionError refused) {
            return false;
        }
    }

    private static void awaitTrue(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            // What is awaited needs the processor itself.
            LockSupport.parkNanos(5_000_000);
        }
    }
}
