package dev.loam.kernel.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Reading;
import dev.loam.kernel.vitals.Question.Figure;
import dev.loam.ports.time.Clock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Rounds of questions to real servers.
class PostgresVitalsSpec {
    private static final String ROWS = """
            create table used (id integer primary key, note text);
            create index unused on used (note);
            insert into used select n, repeat('x', 100) from generate_series(1, 5000) as n;
            delete from used where id > 1000;
            analyze used;
            """;
    private static final Clock CLOCK = new Clock() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    /// Without standbys: each release must at least bear the question.
    @ParameterizedTest
    @ValueSource(strings = {"14", "15", "17"})
    void every_release_answers_every_question(String major) {
        Path programs = major.equals("15")
                ? PostgresPrograms.debian15() : PostgresPrograms.release(major);
        try (var server = PostgresProcess.start(programs)) {
            everythingIsTold(new TestDatabase(server.port(), "postgres"));
        }
    }

    @Test
    void so_does_the_newest() {
        everythingIsTold(PostgresFixture.freshDatabase());
    }

    private static void everythingIsTold(TestDatabase database) {
        database.execute(ROWS);
        database.execute("select pg_create_physical_replication_slot('kept', true)");
        try (var asked = open(database.url())) {
            var vitals = vitals(asked);
            vitals.read();

            Map<String, List<Reading>> told = told(vitals);
            assertThat(told.entrySet().stream().filter(one -> one.getValue().isEmpty())
                    .map(Map.Entry::getKey)).containsExactlyInAnyOrder(
                    "loam_postgres_standby_lag_bytes", "loam_postgres_standby_lag_seconds",
                    // What is read through the slot has nothing to confirm.
                    "loam_postgres_slot_lag_bytes");
            assertThat(of(told, "loam_postgres_up", Map.of())).isEqualTo(1);
            assertThat(of(told, "loam_postgres_table_bloat_bytes",
                    Map.of("table", "public.used"))).isPositive();
            assertThat(of(told, "loam_postgres_slot_active", Map.of("slot", "kept"))).isZero();
            assertThat(of(told, "loam_postgres_unused_indexes", Map.of())).isPositive();
            assertThat(of(told, "loam_postgres_connections", Map.of("state", "active")))
                    .isPositive();
        } finally {
            database.execute("select pg_drop_replication_slot('kept')");
        }
    }

    @Test
    void open_transactions_are_told() throws SQLException {
        TestDatabase database = PostgresFixture.freshDatabase();
        try (var asked = open(database.url()); Connection owner = database.connect();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("create table held (id integer)");
            var vitals = vitals(asked);
            vitals.read();

            assertThat(of(told(vitals), "loam_postgres_connections",
                    Map.of("state", "idle_in_transaction"))).isPositive();
            assertThat(of(told(vitals), "loam_postgres_transaction_age_max_seconds", Map.of()))
                    .isPositive();
        }
    }

    /// As a login that may connect and nothing more.
    @Test
    void who_may_see_less_is_told_less_and_hears_of_it_once() {
        TestDatabase database = PostgresFixture.freshDatabase("""
                do $$ begin
                  if not exists (select from pg_roles where rolname = 'plain_login') then
                    create role plain_login login;
                  end if;
                end $$;
                """);
        var heard = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(PostgresVitals.class);
        heard.start();
        logger.addAppender(heard);
        try (var asked = open(database.url("plain_login"))) {
            var vitals = vitals(asked);
            vitals.read();
            vitals.read();

            Map<String, List<Reading>> told = told(vitals);
            assertThat(of(told, "loam_postgres_up", Map.of())).isEqualTo(1);
            assertThat(told.get("loam_postgres_connections")).isEmpty();
            assertThat(told.get("loam_postgres_transaction_age_max_seconds")).isEmpty();
            assertThat(of(told, "loam_postgres_commits_total", Map.of())).isPositive();
        } finally {
            logger.detachAppender(heard);
        }
        assertThat(heard.list.stream().map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("plain_login"))).singleElement().asString()
                .contains("grant pg_monitor to plain_login;");
    }

    @Test
    void a_server_that_does_not_answer_leaves_one_figure() {
        TestDatabase database = PostgresFixture.freshDatabase();
        try (var asked = open(new TestDatabase(1, database.name()).url())) {
            var vitals = vitals(asked);
            vitals.read();

            assertThat(told(vitals).entrySet().stream()
                    .filter(one -> !one.getValue().isEmpty()).map(Map.Entry::getKey))
                    .containsExactlyInAnyOrder("loam_postgres_up",
                            "loam_postgres_round_duration_seconds");
            assertThat(of(told(vitals), "loam_postgres_up", Map.of())).isZero();
        }
    }

    @Test
    void tables_are_few_however_many_there_are() {
        TestDatabase database = PostgresFixture.freshDatabase();
        database.execute("do $$ begin for n in 1..50 loop execute format("
                + "'create table many_%s as select 1 as id', n); end loop; end $$");
        try (var asked = open(database.url())) {
            var vitals = vitals(asked);
            vitals.read();

            assertThat(told(vitals).get("loam_postgres_table_live_rows")).hasSize(20);
        }
    }

    @Test
    void every_figure_has_its_own_name() {
        List<String> names = new ArrayList<>();
        for (Question question : Question.values()) {
            question.figures().stream().map(question::name).forEach(names::add);
        }
        assertThat(names).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Question.values()).flatMap(one -> one.figures().stream())
                .map(Figure::help)).allMatch(help -> help.endsWith("."));
    }

    private static PostgresDatabase open(String url) {
        return new PostgresDatabase(PostgresConfig.fromUrl(url, Map.of()).withPool(1, 1));
    }

    private static PostgresVitals vitals(PostgresDatabase database) {
        return new PostgresVitals(database, Duration.ofSeconds(1), CLOCK, _ -> { });
    }

    private static Map<String, List<Reading>> told(PostgresVitals vitals) {
        return vitals.meters().stream()
                .collect(Collectors.toMap(Meter::name, meter -> meter.readings().get()));
    }

    private static double of(
            Map<String, List<Reading>> told, String name, Map<String, String> labels) {
        assertThat(told).containsKey(name);
        return told.get(name).stream().filter(reading -> reading.labels().equals(labels))
                .mapToDouble(Reading::value).findFirst().orElse(Double.NaN);
    }
}
