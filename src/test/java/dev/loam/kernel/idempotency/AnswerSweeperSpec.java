package dev.loam.kernel.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Kept answers that have run out are cleared away a thousand at a time.
class AnswerSweeperSpec {
    private final TestDatabase tables = AuthServer.database();

    private static final Clock REAL = new Clock() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    private long sweep() {
        try (var database = new PostgresDatabase(
                PostgresConfig.fromUrl(tables.url("authenticator")).withPool(1, 1))) {
            return new AnswerSweeper(database, REAL, _ -> { }).sweep();
        }
    }

    @Test
    void what_has_run_out_goes_in_batches_and_what_has_not_or_is_held_stays() throws SQLException {
        tables.execute("""
                create table public.batches (number bigint, tx xid8);
                create function public.count_gone() returns trigger language plpgsql
                security definer as $$
                begin
                    insert into public.batches
                        select count(*), pg_current_xact_id() from gone;
                    return null;
                end $$;
                create trigger count_gone after delete on loam.kept_answers
                    referencing old table as gone for each statement
                    execute function public.count_gone();
                insert into loam.kept_answers
                    select int4send(n), '', '', now() - interval '1 second'
                    from generate_series(1, 2501) as n;
                insert into loam.kept_answers values ('\\x00', '', '', now() + interval '1 hour');
                """);
        try (Connection other = tables.connect(); Statement held = other.createStatement()) {
            other.setAutoCommit(false);
            held.execute("select from loam.kept_answers where id = int4send(7) for update");

            assertThat(sweep()).isEqualTo(2500);
            other.rollback();
        }
        assertThat(tables.value("select string_agg(number::text, ' ' order by tx) || ' in '"
                + " || count(distinct tx) from public.batches")).isEqualTo("1000 1000 500 in 3");
        assertThat(sweep()).isEqualTo(1);
        assertThat(tables.value("select count(*) from loam.kept_answers where kept_until > now()"))
                .isEqualTo("1");
        assertThat(tables.value("select count(*) from loam.kept_answers")).isEqualTo("1");
    }

    @Test
    void without_the_table_there_is_nothing_to_do() {
        tables.execute("drop table loam.kept_answers cascade;"
                + " drop function loam.drop_answers(bigint)");
        assertThat(sweep()).isZero();
    }
}
