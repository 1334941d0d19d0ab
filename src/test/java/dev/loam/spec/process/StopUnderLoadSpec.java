package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.httpserver.MadeCertificate;
import dev.loam.adapters.httpserver.TlsConfig;
import dev.loam.fixture.RawHttp;
import dev.loam.spec.process.LoamProcess.Ended;
import java.io.InputStream;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGTERM in the middle of traffic, with a balancer that takes its time to notice.
class StopUnderLoadSpec {
    private static final String PROJECT = """
            create function echo(n int) returns int language sql as 'select n';
            create function wait(seconds float) returns text language plpgsql volatile
                as $$ begin perform pg_sleep(seconds); return 'waited'; end $$;
            create table item (id int primary key);
            grant select on item to service_role;
            alter publication supabase_realtime add table item;
            """;
    /// How often `/ready` says no before a balancer believes it.
    private static final int NOES = 3;

    @TempDir
    private Path project;

    @Test
    void no_request_fails_and_what_would_go_on_for_ever_is_ended() throws Exception {
        Projects.write(project, "migrations/1_project.sql", PROJECT);
        TlsConfig.Pair pair = MadeCertificate.of("EC", "localhost", "127.0.0.1")
                .writeTo(project, "tls");
        try (LoamProcess loam = LoamProcess.up(project, Map.of(
                "LOAM_TLS_CERTIFICATE", pair.certificate().toString(),
                "LOAM_TLS_KEY", pair.key().toString(), "LOAM_SERVER_DRAIN_DELAY", "3s"));
                var load = new SteadyClients(securePort(loam), pair.certificate(),
                        Projects.keys(project).get("SERVICE_KEY"))) {
            var socket = load.openSocket();
            InputStream events = load.openEvents("item");
            load.start(Version.HTTP_1_1, 2);
            load.start(Version.HTTP_2, 2);
            load.awaitAnswers(100);
            var waiting1 = load.post(Version.HTTP_1_1, "/rest/v1/rpc/wait", "{\"seconds\":5}");
            var waiting2 = load.post(Version.HTTP_2, "/rest/v1/rpc/wait", "{\"seconds\":5}");
            load.awaitAnswers(100);
            loam.signal("TERM");
            awaitNoes(new RawHttp(loam.adminPort()));
            assertThat(load.stop()).as("requests that failed").isEmpty();
            assertThat(load.lastOfTheirConnection()).as("answers that closed").isPositive();
            assertThat(socket.get(30, TimeUnit.SECONDS)).isEqualTo(1001);
            assertThat(CompletableFuture.supplyAsync(() -> SteadyClients.toEnd(events))
                    .get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(waiting1.get(30, TimeUnit.SECONDS)).isEqualTo("\"waited\"");
            assertThat(waiting2.get(30, TimeUnit.SECONDS)).isEqualTo("\"waited\"");
            Ended ended = loam.ended();
            assertThat(ended.code()).isZero();
            assertThat(ended.err()).contains("Stopping …").doesNotContain("ERROR");
        }
    }

    private static int securePort(LoamProcess loam) {
        var matcher = Pattern.compile("https://127\\.0\\.0\\.1:(\\d+)/rest")
                .matcher(loam.allErr());
        assertThat(matcher.find()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static void awaitNoes(RawHttp admin) {
        int[] noes = new int[1];
        Waiting.until(() -> {
            RawHttp.Answer ready = admin.get("/ready");
            noes[0] = ready.status() == 503 && ready.text().contains("it is being stopped")
                    ? noes[0] + 1 : 0;
            return noes[0] == NOES;
        }, () -> "still ready");
    }
}
