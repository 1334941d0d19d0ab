package dev.loam.adapters.httpclient;

import dev.loam.base.task.Deadline;
import dev.loam.ports.outbound.Call;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.outbound.Reply;
import dev.loam.ports.outbound.Unreachable;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Calls other servers with the JDK's HTTP client.
///
/// Certificates are checked as usual, cookies are not kept, redirects are not followed. Connections
/// are kept for the next call; the client sends a GET once more when such a connection turns out to
/// be closed before any of the answer has come.
public final class JdkOutbound implements Outbound, AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    private final Clock clock;
    private final Reach reach;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_MAX)
            .executor(threads)
            .build();

    /// Calls whatever the configuration names. With `plainAnywhere` this may go over `http`, else
    /// only to this machine.
    public JdkOutbound(Clock clock, boolean plainAnywhere) {
        this(clock, plainAnywhere, false);
    }

    /// With `publicOnly` no host of a private network is called, nor this machine: for addresses
    /// that come from users. The name is looked up before the client looks it up once more, and so
    /// this holds as far as the JDK remembers names, 30 seconds by default.
    public JdkOutbound(Clock clock, boolean plainAnywhere, boolean publicOnly) {
        this.clock = clock;
        this.reach = new Reach(plainAnywhere, publicOnly);
    }

    @Override
    public Reply call(Call call, Deadline deadline) throws Unreachable {
        var request = request(call);
        var server = Reach.server(call.address());
        var left = deadline.left(clock.nanos());
        if (left.isZero()) {
            throw new Unreachable(server + ": no time is left to call it");
        }
        reach.check(call.address());
        var bounded = BodyHandlers.limiting(BodyHandlers.ofByteArray(), call.answerBytesMax());
        // The client's own timeout ends with the head of the answer, this one with the whole.
        var answer = client.sendAsync(request, bounded);
        try {
            return reply(answer.get(left.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException failed) {
            throw unreachable(server, failed.getCause());
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new Unreachable(server + ": no whole answer in time", late);
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Unreachable(server + ": interrupted", interrupted);
        }
    }

    private static HttpRequest request(Call call) throws Unreachable {
        try {
            var builder = HttpRequest.newBuilder(call.address())
                    .version(version(call.address()))
                    .method(call.method(), call.body() == null ? BodyPublishers.noBody()
                            : BodyPublishers.ofByteArray(call.body()));
            if (!call.headers().contains("User-Agent")) {
                builder.header("User-Agent", "Loam");
            }
            call.headers().forEach(builder::header);
            return builder.build();
        } catch (IllegalArgumentException _) {
            // Its message would repeat the value of the field, which may be a secret.
            throw new Unreachable(call + ": neither the address nor a field may be malformed");
        }
    }

    /// Over TLS the server chooses; in plain text the attempt to change to HTTP/2 on the way would
    /// confuse some.
    private static HttpClient.Version version(URI address) {
        return "https".equalsIgnoreCase(address.getScheme()) ? HttpClient.Version.HTTP_2
                : HttpClient.Version.HTTP_1_1;
    }

    private static Reply reply(HttpResponse<byte[]> response) {
        var headers = Headers.builder();
        response.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":")) {
                values.forEach(value -> headers.add(name, value));
            }
        });
        return new Reply(response.statusCode(), headers.build(), response.body());
    }

    private static Unreachable unreachable(String server, Throwable cause) {
        var reason = switch (cause) {
            case HttpTimeoutException _ -> "no connection in time";
            case ConnectException _ -> "no connection";
            case SSLException tls -> "no TLS: " + tls.getMessage();
            case IOException broken -> "no usable answer: " + broken.getMessage();
            default -> "no answer: " + cause;
        };
        return new Unreachable(server + ": " + reason, cause);
    }

    /// Ends calls under way.
    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
