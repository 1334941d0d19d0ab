package dev.loam.bench;

import dev.loam.bench.measure.Wire;
import dev.loam.bench.peer.Peer;
import dev.loam.bench.peer.Running;
import dev.loam.bench.work.Call;
import dev.loam.bench.work.Workload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Sees to it that systems are compared which do the same: before anything is measured, each
/// answers once, and answers (or, of writes, what is in the tables then) must be equal.
final class Checker {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Site site;

    Checker(Site site) {
        this.site = site;
    }

    /// What the first system answered to the first call, and the tag that some system gave it, null
    /// where none did.
    record Answer(byte[] body, String tag) {
    }

    /// Fails with [AnswersDiffer] when two systems do.
    Answer check(Workload workload, List<Running> systems, CallsOf calls)
            throws IOException, InterruptedException, SQLException {
        byte[] answer = null;
        String tag = null;
        String expected = null;
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            for (Running system : systems) {
                reset(workload, system.peer());
                var said = new StringBuilder();
                HttpResponse<byte[]> got = null;
                for (Call call : calls.first(system)) {
                    HttpResponse<byte[]> one = send(client, system, call);
                    got = got == null ? one : got;
                    if (workload.proof() == null && one.body().length > 0) {
                        said.append(rows(system, one.body())).append('\n');
                    }
                }
                tag = tag == null ? got.headers().firstValue("ETag").orElse(null) : tag;
                String seen = workload.proof() == null ? said.toString()
                        : site.rows(system.peer().database(workload.ground()),
                                workload.proof());
                if (expected == null) {
                    answer = got.body();
                    expected = seen;
                } else if (!seen.equals(expected)) {
                    throw new AnswersDiffer(systems.getFirst().peer().name(), expected,
                            system.peer().name(), seen);
                }
            }
        }
        return new Answer(answer, tag);
    }

    /// The requests that a system is asked.
    @FunctionalInterface
    interface CallsOf {
        List<Call> first(Running system);
    }

    /// What earlier turns wrote is undone, and written out: it is not to be this turn's load.
    void reset(Workload workload, Peer peer) throws SQLException {
        if (workload.reset() != null) {
            site.execute(peer.database(workload.ground()), workload.reset());
            site.execute(peer.database(workload.ground()), "checkpoint");
        }
    }

    private static HttpResponse<byte[]> send(HttpClient client, Running system, Call call)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + system.port() + call.path()))
                .version(HttpClient.Version.HTTP_1_1).timeout(PATIENCE)
                .method(call.method(), call.body() == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(call.body()));
        call.headers().forEach(request::header);
        HttpResponse<byte[]> got =
                client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (got.statusCode() / 100 != 2) {
            throw new IOException(system.peer().name() + " answers " + call.method() + " "
                    + call.path() + " with " + got.statusCode() + ": "
                    + shown(new String(got.body())));
        }
        return got;
    }

    private static String rows(Running system, byte[] body) throws IOException {
        try {
            return Rows.comparable(system.peer().rows(JSON.readTree(body))).toString();
        } catch (JacksonException wrong) {
            throw new IOException(system.peer().name() + " does not answer in JSON: "
                    + shown(new String(body)), wrong);
        }
    }

    static Wire wire(Running system, Call call) {
        return Wire.of(call.method(), system.port(), call.path(), call.headers(), call.body());
    }

    private static String shown(String text) {
        return text.length() <= 1_500 ? text : text.substring(0, 1_500) + "… ("
                + text.length() + " characters)";
    }
}
