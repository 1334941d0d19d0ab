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
import dev.loam.ports.time.Clock;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineageSpec {
    static final Clock CLOCK = new Clock() {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    private static Lineage lineage;

    @BeforeAll
    static void read() throws Exception {
        var test = PostgresFixture.freshDatabase(script());
        try (var database = new PostgresDatabase(PostgresConfig.fromUrl(test.url()))) {
            lineage = reader(database, "loam_changes").read();
        }
    }

    static LineageReader reader(PostgresDatabase database, String publication) {
        return new LineageReader(database, Captured.byPublication(publication),
                () -> Run.until(new Deadline(Long.MAX_VALUE)));
    }

    /// Hears of lineages; there must be no failures.
    static LiveLineage.Listener listener(Consumer<Lineage> lineages) {
        return new LiveLineage.Listener() {
            @Override
            public void onRead(Lineage read, Duration took) {
                lineages.accept(read);
            }

            @Override
            public void onFailed(Exception why, Duration pause) {
                throw new AssertionError(why);
            }
        };
    }

    static String script() throws Exception {
        return text("schema.sql") + text("functions.sql");
    }

    private static String text(String name) throws Exception {
        try (InputStream in = LineageSpec.class.getResourceAsStream("/lineage/" + name)) {
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

    // Views on functions and on what changes by itself; behind them, what an obstacle says.
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            v_rate | api.logs hidden.rates | - | -
            v_deep | api.logs | - | The function api.deepest calls now
            v_today | api.logs | - | The view api.v_today uses CURRENT_DATE
            v_localtime | - | - | The view api.v_localtime uses LOCALTIME
            v_now | api.logs | - | The view api.v_now calls now, whose result can change by itself
            v_offset | api.logs | - | The view api.v_offset calls timetz
            v_age | api.logs | - | The view api.v_age calls age
            v_ages | api.logs | - | -
            v_random | api.logs | - | calls random, which is VOLATILE
            v_user | api.logs | - | -
            v_sample | api.logs | - | takes a random sample
            v_ctid | api.logs | - | uses a system column
            v_tableoid | api.logs | - | -
            v_operator | api.logs | - | The function api.random_mood is VOLATILE
            v_cast | api.logs hidden.rates | - | -
            v_domain | api.logs public.rates hidden.rates | - | -
            v_text_date | api.logs | - | reads a text as a date
            v_text_range | api.logs | - | reads a text as a date
            v_formats | api.logs | - | -
            v_aggregate | api.logs hidden.rates | - | -
            v_distinct | api.logs | - | -
            v_members | - | request.jwt.claim +a +b +c +d +e | -
            v_whole | - | request.jwt.claim request.jwt.claims | -
            v_fallback | - | request.jwt.claims | -
            v_keyed | api.logs | request.jwt.claim request.jwt.claims | -
            v_parsed | - | +p +org | -
            v_setting | api.logs | * | -
            v_topic | - | realtime.topic | -
            v_catalog | - | - | The table pg_catalog.pg_class is PostgreSQL's own
            v_schema | - | - | information_schema.tables is PostgreSQL's own
            v_sequence | - | - | The relation api.numbers is a sequence
            v_may | - | - | calls has_table_privilege
            v_row | api.logs | - | -
            v_lateral | api.logs hidden.rates | - | -
            v_union | api.logs api.teams | - | -
            v_from_function | api.logs | - | -
            v_values | - | - | -
            v_off | api.logs | - | The view api.v_off is switched off by its comment
            v_above_off | api.logs | - | The view api.v_off is switched off by its comment
            off_table | api.off_table | - | The table api.off_table is switched off
            file | - | - | The foreign table api.file holds data of another server
            v_file | - | - | The foreign table api.file holds data of another server
            sliced | api.sliced api.slice | - | The foreign table api.file_slice holds data
            first | api.first api.second hidden.rates | - | -
            third | api.third | - | The function api.deepest calls now
            v_third | api.third | - | The function api.deepest calls now
            rowed | api.rowed | - | -
            closed | api.closed | - | -
            half_open | api.half_open | - | -
            numbers | - | - | is a sequence
            gone | - | - | The relation api.gone is not known
            """)
    void views_come_from_these(String name, String tables, String caller, String obstacle) {
        check(lineage.of(reads("api." + name)), tables, caller, obstacle);
    }

    // Functions by name.
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', quoteCharacter = '`', textBlock = """
            rate | hidden.rates | - | -
            both | api.logs hidden.rates | - | -
            parsed_claims | - | request.jwt.claims | -
            parsed_member | - | +org | -
            text_rate | hidden.rates | - | -
            by_path | hidden.rates public.rates | - | -
            no_path | hidden.rates public.rates | - | -
            commented | - | - | -
            present | api.logs | - | has a text with a word for the present time: 'now'
            presents | - | - | -
            quoted_call | - | - | The function api.quoted_call calls now
            odd_name | hidden.odd.name | - | -
            deep | - | - | The function api.deepest calls now
            loop_a | api.logs | - | -
            loop_b | api.logs | - | -
            whole_claims | - | request.jwt.claims | -
            claims_again | - | request.jwt.claim request.jwt.claims | -
            org | - | request.jwt.claim +org | -
            org_of_app | - | request.jwt.claim +app_metadata | -
            under_another_name | - | request.jwt.claim request.jwt.claims | -
            made_up_name | - | * | -
            tenant | - | app.tenant | -
            split | - | app.tenant | -
            default_time | - | - | The function api.default_time calls now
            sampled | api.logs | - | takes a random sample
            sized | api.logs | - | uses ctid
            zone_of_today | - | - | may make a date of a text
            glued | api.logs | - | has a text with a word for the present time
            text_dates | api.logs | - | may make a date of a text
            constant_date | - | - | -
            made_sql | - | - | runs SQL that it makes itself
            sql_given | - | - | calls query_to_xml
            simple | api.logs | - | -
            returned_date | api.logs | - | may make a date of a text
            declared_date | api.logs | - | may make a date of a text
            unicode | - | - | has a body that is not understood
            unmarked | - | - | The function api.unmarked is VOLATILE
            liar | - | - | The function api.liar calls now
            fullname | hidden.rates | - | -
            as_column | api.logs hidden.rates | - | -
            own_tables | - | - | pg_catalog.pg_class is PostgreSQL's own
            standing | - | - | may read backslashes
            counting | hidden.rates | - | -
            calls_shadow | - | - | The function public.shadow is VOLATILE
            calls_own_shadow | - | - | -
            overloaded | hidden.rates | - | -
            by_operator | api.logs | - | The function api.random_mood is VOLATILE
            told | api.logs hidden.odd.name | +sub +org | -
            told_reads | api.logs | * | -
            told_nothing | - | - | -
            told_wrong | - | - | has a comment that is not understood: @cache reads logs
            told_gone | - | * | The relation api.gone is not known
            told_typo | - | - | has a comment that is not understood: @cache of
            told_volatile | - | - | The function api.told_volatile is VOLATILE
            switched_off | - | - | is switched off by its comment
            gone | - | - | The function api.gone is not known
            """)
    void functions_come_from_these(String name, String tables, String caller, String obstacle) {
        check(lineage.of(calls("api." + name)), tables, caller, obstacle);
    }

    private static void check(Origins origins, String tables, String caller, String obstacle) {
        if (obstacle == null) {
            assertThat(origins.obstacles()).isEmpty();
        } else {
            assertThat(origins.obstacles()).anyMatch(said -> said.contains(obstacle));
        }
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
    void what_was_asked_for_is_remembered_whatever_rows_are_pinned() {
        Origins origins = lineage.of(reads("api.people", "api.teams"));
        var pin = new Footprint.Pin(table("api.teams"), List.of("id"), List.of("7"));
        Footprint pinned = new Footprint(true, reads("api.teams", "api.people").reads(), Set.of(),
                Set.of(), List.of(pin));
        assertThat(lineage.of(pinned)).isSameAs(origins);
        assertThat(lineage.of(reads("api.teams"))).isNotSameAs(origins);
        assertThat(names(origins.tables()))
                .containsExactlyInAnyOrder("api.people", "api.members", "api.teams");
        assertThat(lineage.of(Footprint.UNKNOWN)).isEqualTo(Origins.NOTHING);
    }

    @Test
    void relations_and_functions_of_one_statement_count_together() {
        Origins origins = lineage.of(new Footprint(true, reads("api.v_today").reads(), Set.of(),
                calls("api.rate").calls(), List.of()));
        assertThat(names(origins.tables()))
                .containsExactlyInAnyOrder("api.logs", "hidden.rates");
        assertThat(origins.obstacles()).containsExactly(
                "The view api.v_today uses CURRENT_DATE, which changes by itself.");
        assertThat(origins.keepable()).isFalse();
    }

    @Test
    void people_are_told_why() {
        assertThat(Explanation.lines(lineage, reads("api.v_today", "api.members")))
                .containsExactly(
                "not kept: The view api.v_today uses CURRENT_DATE, which changes by itself.",
                "not kept: The table api.logs is in no publication.",
                "not kept: The table api.members is in no publication.",
                "depends on the claim role", "depends on the claim tenant",
                "depends on the setting request.jwt.claim",
                "depends on the setting request.jwt.claim.role");
        assertThat(Explanation.lines(lineage, calls("api.made_up_name")))
                .containsExactly("depends on every claim and setting of the request");
    }

    @ParameterizedTest
    @CsvSource({"api.teams, false, true", "api.logs, false, false", "api.closed, true, true",
            "api.half_open, false, true", "api.gone, false, false", "api.v_now, false, false",
            "pg_catalog.pg_class, false, false"})
    void tables_without_row_security_and_policies_have_none(
            String name, boolean enabled, boolean some) {
        TablePolicies policies = lineage.policies(table(name));
        assertThat(policies != null).isEqualTo(some);
        assertThat(policies != null && policies.enabled()).isEqualTo(enabled);
    }

    @Test
    void a_whole_row_is_any_column() {
        assertThat(lineage.policies(table("api.rowed")).policies().getFirst().columns()).isNull();
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
