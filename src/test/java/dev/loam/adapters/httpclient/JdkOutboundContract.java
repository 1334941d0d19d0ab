package dev.loam.adapters.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.loam.app.running.SystemClock;
import dev.loam.base.task.Deadline;
import dev.loam.ports.outbound.Call;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.outbound.Reply;
import dev.loam.ports.outbound.Unreachable;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the port promises, against a server on this machine.
class JdkOutboundContract {
    private final Clock clock = new SystemClock();
    private final JdkOutbound outbound = new JdkOutbound(clock, false);
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        outbound.close();
        server.stop(0);
    }

    @Test
    void a_call_goes_out_as_it_is_and_the_answer_comes_back_whole() throws Unreachable {
        server.createContext("/echo", exchange -> {
            var head = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-Key") + " "
                    + exchange.getRequestHeaders().getFirst("User-Agent") + " "
                    + exchange.getRequestHeaders().containsKey("Upgrade") + " ";
            exchange.getResponseHeaders().add("X-Answer", "yes");
            answer(exchange, 418, head + new String(exchange.getRequestBody().readAllBytes(),
                    StandardCharsets.UTF_8));
        });
        var reply = call(Call.post(address("/echo?a=%2F"), Headers.of("X-Key", "k"),
                "grüße".getBytes(StandardCharsets.UTF_8)));
        assertThat(reply.status()).isEqualTo(418);
        assertThat(reply.headers().first("x-answer")).isEqualTo("yes");
        assertThat(reply.text()).isEqualTo("POST /echo?a=%2F k Loam false grüße");
    }

    @Test
    void a_redirect_is_an_answer_and_not_followed() throws Unreachable {
        var followed = new AtomicInteger();
        server.createContext("/from", exchange -> {
            exchange.getResponseHeaders().add("Location", "/to");
            answer(exchange, 302, "");
        });
        server.createContext("/to", exchange -> {
            followed.incrementAndGet();
            answer(exchange, 200, "");
        });
        var reply = call(Call.get(address("/from"), Headers.NONE));
        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.headers().first("Location")).isEqualTo("/to");
        assertThat(followed).hasValue(0);
    }

    @Test
    void cookies_are_not_kept() throws Unreachable {
        server.createContext("/cookie", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "a=b");
            answer(exchange, 200, "" + exchange.getRequestHeaders().containsKey("Cookie"));
        });
        call(Call.get(address("/cookie"), Headers.NONE));
        assertThat(call(Call.get(address("/cookie"), Headers.NONE)).text()).isEqualTo("false");
    }

    @Test
    void an_answer_may_be_as_long_as_the_bound_and_no_longer() throws Unreachable {
        server.createContext("/ten", exchange -> answer(exchange, 200, "0123456789"));
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                while (end.getCount() > 0) {
                    body.write(new byte[1024]);
                }
            }
        });
        assertThat(call(bounded("/ten", 10)).text()).hasSize(10);
        assertThatThrownBy(() -> call(bounded("/ten", 9))).isInstanceOf(Unreachable.class);
        assertThatThrownBy(() -> call(bounded("/endless", 4096))).isInstanceOf(Unreachable.class);
    }

    @Test
    void nobody_waits_past_the_deadline_for_the_head_or_for_the_body() {
        server.createContext("/silent", _ -> await());
        server.createContext("/stalled", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            await();
        });
        for (var path : new String[] {"/silent", "/stalled"}) {
            var soon = Deadline.after(Duration.ofMillis(300), clock.nanos());
            assertThatThrownBy(() -> outbound.call(Call.get(address(path), Headers.NONE), soon))
                    .isInstanceOf(Unreachable.class).hasMessageContaining("in time");
        }
        var passed = new Deadline(clock.nanos() - 1);
        assertThatThrownBy(() -> outbound.call(Call.get(address("/silent"), Headers.NONE), passed))
                .isInstanceOf(Unreachable.class).hasMessageContaining("no time is left");
    }

    @Test
    void refused_connections_and_what_is_not_http_are_unreachable() throws IOException {
        var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = free.getLocalPort();
        free.close();
        assertThatThrownBy(() -> call(Call.get(URI.create("http://127.0.0.1:" + port + "/"),
                Headers.NONE))).isInstanceOf(Unreachable.class)
                .hasMessage("http://127.0.0.1:" + port + ": no connection");
        try (var garbage = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var socket = garbage.accept()) {
                    socket.getOutputStream().write("220 mail.example\r\n".getBytes());
                } catch (IOException _) {
                    // The caller may have gone first.
                }
            });
            assertThatThrownBy(() -> call(Call.get(
                    URI.create("http://127.0.0.1:" + garbage.getLocalPort() + "/"), Headers.NONE)))
                    .isInstanceOf(Unreachable.class).hasMessageContaining("no usable answer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1/", "http://localhost.example.com/",
            "http://127.0.0.1.example.com/", "HTTP://192.0.2.1/"})
    void http_is_for_this_machine_alone(String address) {
        assertThatThrownBy(() -> call(Call.get(URI.create(address), Headers.NONE)))
                .isInstanceOf(Unreachable.class).hasMessageContaining("use https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1/", "/path", "mailto:a@b", "http:///x"})
    void other_addresses_are_refused(String address) {
        assertThatThrownBy(() -> call(Call.get(URI.create(address), Headers.NONE)))
                .isInstanceOf(Unreachable.class);
    }

    @Test
    void a_field_that_cannot_be_sent_is_refused_without_its_value() {
        var call = Call.get(address("/"), Headers.of("Authorization", "Bearer s3cret\r\nX: y"));
        assertThatThrownBy(() -> call(call)).isInstanceOf(Unreachable.class)
                .hasNoCause().hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "10.1.2.3",
            "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "[fc00::1]",
            "[fe80::1]", "[::ffff:10.0.0.1]", "[2002:a00:1::]", "[64:ff9b::a00:1]", "224.0.0.1",
            "255.255.255.255"})
    void for_addresses_of_users_private_networks_are_closed(String host) {
        try (var careful = new JdkOutbound(clock, true, true)) {
            assertThatThrownBy(() -> careful.call(Call.get(URI.create("http://" + host + ":1/"),
                    Headers.NONE), later())).isInstanceOf(Unreachable.class)
                    .hasMessageContaining("not on the public internet");
        }
    }

    private Call bounded(String path, int bytesMax) {
        return new Call("GET", address(path), Headers.NONE, null, bytesMax);
    }

    private Reply call(Call call) throws Unreachable {
        return ((Outbound) outbound).call(call, later());
    }

    private Deadline later() {
        return Deadline.after(Duration.ofSeconds(20), clock.nanos());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String text)
            throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
