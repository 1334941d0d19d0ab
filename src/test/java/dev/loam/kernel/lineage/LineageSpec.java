package dev.loam.kernel.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresFixture;
import dev.loam.ports.database.Footprint;
import dev.loam.ports.database.Run;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineageSpec {
    private static Lineage lineage;

    @BeforeAll
    static void read() throws Exception {
        var test = PostgresFixture.freshDatabase(script());
        try (var database = new PostgresDatabase(PostgresConfig.fromUrl(test.url()))) {
            lineage = reader(database).read();
        }
    }

    static LineageReader reader(PostgresDatabase database) {
        return new LineageReader(database, Captured.byPublication("loam_changes"),
                () -> Run.until(new Deadline(Long.MAX_VALUE)));
    }

    static String script() throws Exception {
        try (InputStream in = LineageSpec.class.getResourceAsStream("/lineage/schema.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    // What a relation comes from, and what of the caller counts.
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            api.teams | api.teams | -
            api.people | api.people api.members \
            | request.jwt.claim request.jwt.claim.role request.jwt.claim.sub +role +sub +tenant
            api.people_names | api.people api.members \
            | request.jwt.claim request.jwt.claim.role request.jwt.claim.sub +role +sub +tenant
            api.invoked | api.people api.members \
            | request.jwt.claim request.jwt.claim.role request.jwt.claim.sub +role +sub +tenant
            api.members | api.members \
            | request.jwt.claim request.jwt.claim.role +role +tenant
            api.odd | hidden.odd.name | -
            api.grounds | hidden.ground hidden.heir api.teams | -
            api.snapshot | api.snapshot | -
            api.over_snapshot | api.snapshot | -
            api.events | api.events api.events_2024 hidden.events_2025 | -
            api.events_view | api.events api.events_2024 hidden.events_2025 | -
            """)
    void relations_come_from_these(String relation, String tables, String caller) {
        Origins origins = lineage.of(reads(relation));
        assertThat(origins.obstacles()).isEmpty();
        assertThat(names(origins.tables())).isEqualTo(words(tables));
        assertThat(caller(origins)).isEqualTo(words(caller));
    }

    static Footprint reads(String... names) {
        return new Footprint(true, Arrays.stream(names).map(LineageSpec::table)
                .collect(Collectors.toSet()), Set.of(), Set.of(), List.of());
    }

    static Footprint calls(String name) {
        TableName function = table(name);
        return new Footprint(true, Set.of(), Set.of(),
                Set.of(new FunctionName(function.schema(), function.name())), List.of());
    }

    static TableName table(String name) {
        int point = name.indexOf('.');
        return new TableName(name.substring(0, point), name.substring(point + 1));
    }

    static Set<String> words(String text) {
        return text == null ? Set.of() : Set.of(text.strip().split("\\s+"));
    }

    static Set<String> names(Set<TableName> tables) {
        return tables.stream().map(TableName::toString).collect(Collectors.toSet());
    }

    /// Settings, and claims with a plus; `*` for everything.
    static Set<String> caller(Origins origins) {
        CallerParts parts = origins.caller();
        if (parts.everything()) {
            return Set.of("*");
        }
        var all = parts.claims().stream().map(claim -> "+" + claim).collect(Collectors.toSet());
        all.addAll(parts.settings());
        return all;
    }

    @Test
    void policies_for_reading_are_told_with_what_they_look_at() {
        TablePolicies people = lineage.policies(table("api.people"));
        assertThat(people.enabled()).isTrue();
        assertThat(people.forced()).isFalse();
        assertThat(people.owner()).isEqualTo("postgres");
        assertThat(people.policies()).extracting(TablePolicies.Policy::name)
                .containsExactly("mine", "ours");
        TablePolicies.Policy mine = people.policies().getFirst();
        assertThat(mine.permissive()).isTrue();
        assertThat(mine.roles()).containsExactly("lineage_reader");
        assertThat(mine.using()).isEqualTo("(owner = ( SELECT auth.uid() AS uid))");
        assertThat(mine.columns()).containsExactly("owner");
        assertThat(mine.origins().tables()).isEmpty();
        TablePolicies.Policy ours = people.policies().getLast();
        assertThat(ours.permissive()).isFalse();
        assertThat(ours.roles()).isEmpty();
        assertThat(ours.columns()).containsExactly("team");
        assertThat(names(ours.origins().tables())).containsExactly("api.members");
        assertThat(caller(ours.origins())).contains("+sub", "+tenant");
    }
}
