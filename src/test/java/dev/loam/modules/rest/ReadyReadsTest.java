package dev.loam.modules.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Trail;
import dev.loam.modules.rest.ask.Library;
import dev.loam.modules.rest.ask.Requests;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Sql;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// That nobody can tell whether a read was made ready before.
class ReadyReadsTest {
    private record Asked(String method, String target, String role, List<String> headers) {
    }

    private static List<Asked> requests() {
        List<Asked> all = new ArrayList<>();
        for (String target : List.of("/books", "/books?id=eq.1", "/books?id=eq.2",
                "/books?select=id&order=id", "/books?limit=1", "/nothing", "/books?id=what.1",
                "/rpc/add_them?a=1&b=2", "/rpc/add_them?a=1&b=3")) {
            for (String method : List.of("GET", "HEAD")) {
                for (String role : List.of("web", "other")) {
                    all.add(new Asked(method, target, role, List.of()));
                }
            }
            for (List<String> headers : List.of(List.of("Prefer", "count=exact"),
                    List.of("Prefer", "count=exact", "Prefer", "handling=strict"),
                    List.of("Accept", "application/vnd.pgrst.object+json"),
                    List.of("Accept", "application/vnd.pgrst.plan+json"),
                    List.of("Accept", "text/csv"), List.of("Accept", "image/png"),
                    List.of("Range", "0-0"), List.of("Accept-Profile", "other"),
                    List.of("Accept-Profile", "none"), List.of("Cache-Control", "no-cache"),
                    List.of("Loam-Position", "1/2"), List.of("Loam-Position", "x"),
                    List.of("If-None-Match", "*"), List.of("X-Else", "1"))) {
                all.add(new Asked("GET", target, "web", headers));
            }
        }
        return all;
    }

    @Test
    void a_request_is_answered_the_same_whatever_was_asked_before() {
        List<Asked> mixed = new ArrayList<>(requests());
        mixed.addAll(requests());
        mixed.addAll(requests());
        Collections.shuffle(mixed, new Random(7));
        var shared = new Module(Library.catalog());
        for (Asked asked : mixed) {
            assertThat(shared.ask(asked)).as(asked.toString())
                    .isEqualTo(new Module(Library.catalog()).ask(asked));
        }
    }

    @Test
    void a_new_catalog_counts_at_once() {
        var module = new Module(Library.catalog());
        var asked = new Asked("GET", "/books", "web", List.of());
        String before = module.ask(asked);
        Catalog all = Library.catalog();
        module.catalog = new Catalog(2, 180_000, List.of("api", "other"), Map.of(), Map.of(),
                Map.of(), Map.of(), List.of(), Map.of(), Map.of());
        assertThat(module.ask(asked)).contains("PGRST205");
        module.catalog = all;
        assertThat(module.ask(asked)).isEqualTo(before);
    }

    /// A module with a database of its own, and all that can be seen of a request to it.
    private static final class Module {
        private final FakeDatabase database = new FakeDatabase();
        private final Route route;
        private Catalog catalog;

        Module(Catalog catalog) {
            this.catalog = catalog;
            RestConfig plain = RestConfig.DEFAULT;
            var config = new RestConfig("", List.of("api", "other"), List.of(), null,
                    plain.txEnd(), null, Map.of(), true, true, true, null, plain.openApiMode(),
                    null, false, Set.of(), 20_000, 100, plain.bodies(), plain.batches(),
                    plain.verbosity(), null, null);
            route = RestModule.open(
                    config, database, () -> this.catalog, new HandClock(), _ -> { })
                    .routes().getFirst();
        }

        String ask(Asked asked) {
            int before = database.statements.size();
            Rows row = FakeDatabase.row(1, 1, "[{}]", null, null, null, null);
            database.then(row);
            var request = Requests.of(
                    asked.method(), asked.target(), "", asked.headers().toArray(String[]::new));
            String answer;
            try {
                var response = (HttpResponse.Full) route.handler().handle(new Exchange(request,
                        route.rest(request.path()), null,
                        new Caller(asked.role(), "{}", false), "id", new Deadline(0),
                        Trail.plain()));
                answer = response.status() + "\n" + response.headers()
                        + (response.body() == null ? null
                                : new String(response.body(), StandardCharsets.UTF_8));
            } catch (Refusal refused) {
                answer = refused.failure().toString() + refused.failure().code();
            }
            database.forget();
            var ran = new StringBuilder(answer);
            for (int i = before; i < database.statements.size(); i++) {
                Sql sql = database.statements.get(i);
                ran.append('\n').append(sql.text()).append(sql.binds())
                        .append(database.sessions.get(i))
                        .append(database.runs.get(i).consistency());
            }
            return ran.toString();
        }
    }
}
