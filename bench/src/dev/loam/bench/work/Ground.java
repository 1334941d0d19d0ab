package dev.loam.bench.work;

import java.util.List;

/// The database a workload runs on: a copy of Chinook, and what is added to it.
public enum Ground {
    CHINOOK("chinook"),
    TABLES_2000("tables_2000", tables(2_000)),
    TABLES_20000("tables_20000", tables(20_000)),
    ROWS_10M("rows_10m", """
            create table event (event_id bigint primary key, kind integer not null,
                label text not null)""", """
            insert into event select n, n % 100, 'event number ' || n
            from generate_series(1, 10000000) as n""",
            "grant select on event to anon, authenticated", "vacuum analyze event");

    private final String database;
    private final List<String> statements;

    Ground(String database, String... statements) {
        this.database = database;
        this.statements = List.of(statements);
    }

    public String database() {
        return database;
    }

    /// What is added to Chinook, each statement committed by itself.
    public List<String> statements() {
        return statements;
    }

    /// Tables of five columns, each with a key to another, ten to one; committed by the five
    /// hundred, since one transaction would hold too many locks.
    private static String tables(int count) {
        return """
                do $$ begin
                    for n in 1..%d loop
                        execute format('create table other_%%s (id integer primary key, '
                            'name text not null, amount numeric, made timestamptz default now(), '
                            'other_id integer references other_%%s)', n, greatest(n / 10, 1));
                        if n %% 500 = 0 then commit; end if;
                    end loop;
                end $$;
                """.formatted(count);
    }
}
