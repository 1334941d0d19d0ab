package dev.loam.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.TableName;
import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogReloadSpec {
    private static final int TABLES = 3_000;
    private static final CatalogReader.Options OPTIONS = new CatalogReader.Options(
            List.of("public"), List.of(), 1, () -> Run.until(new Deadline(Long.MAX_VALUE)));

    @Test
    void a_reload_reads_what_changed_and_one_number_for_a_hundred_others() throws Exception {
        TestDatabase database = PostgresFixture.freshDatabase();
        database.execute("""
                do $$
                begin
                    for i in 1..%d loop
                        execute format('create table t%%s (id int primary key, before_id int
                            references t%%s, name text)', i, greatest(1, i - 1));
                        if i %% 100 = 0 then commit; end if;
                    end loop;
                end $$
                """.formatted(TABLES));
        try (var counting = new CountingDatabase(new JdbcDatabase(database))) {
            var reader = new CatalogReader(counting);
            Catalog first = reader.read(OPTIONS);
            assertThat(counting.rows()).isGreaterThan(5 * TABLES);

            counting.reset();
            Catalog same = reader.read(OPTIONS);
            assertThat(counting.rows()).isLessThan(TABLES / 50);
            assertThat(same.tables()).isSameAs(first.tables());
            assertThat(same.relationships()).isSameAs(first.relationships());

            counting.reset();
            database.execute("alter table t1500 add column more text");
            Catalog next = reader.read(OPTIONS);
            // A number for every piece, those of one piece, and the table's own few rows.
            assertThat(counting.rows()).isLessThan(TABLES / 50 + 200);
            assertThat(counting.statements()).isLessThan(20);
            assertThat(next.tables().entrySet().stream().filter(table ->
                    table.getValue() != first.table(table.getKey())).map(Map.Entry::getKey))
                    .containsExactly(new TableName("public", "t1500"));
            assertThat(next.relationships().entrySet()).allMatch(of ->
                    of.getValue() == first.relationships().get(of.getKey()));

            counting.reset();
            reader.forget();
            assertThat(reader.read(OPTIONS).tables()).isEqualTo(next.tables());
            assertThat(counting.rows()).isGreaterThan(5 * TABLES);
        }
    }
}
