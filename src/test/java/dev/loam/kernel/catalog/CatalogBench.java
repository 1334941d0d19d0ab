package dev.loam.kernel.catalog;

import com.sun.management.ThreadMXBean;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.base.task.Deadline;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;

/// Measures reading a schema for the first time, again with nothing changed, and after a change of
/// one table. Run by `bench/catalog`; arguments: the database's URL for libpq, the same for JDBC,
/// the name of a table.
final class CatalogBench {
    private static final int ROUNDS = 3;
    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final CountingDatabase database;
    private final Connection connection;
    private final String table;
    private long version;

    private CatalogBench(CountingDatabase database, Connection connection, String table) {
        this.database = database;
        this.connection = connection;
        this.table = table;
    }

    static void main(String[] arguments) throws Exception {
        try (var database = new CountingDatabase(
                        new PostgresDatabase(PostgresConfig.fromUrl(arguments[0])));
                Connection connection = DriverManager.getConnection(arguments[1])) {
            new CatalogBench(database, connection, arguments[2]).run();
        }
    }

    private void run() throws Exception {
        var reader = new CatalogReader(database);
        Catalog first = measure("first reading", reader);
        for (int round = 0; round < ROUNDS; round++) {
            reader.forget();
            first = measure("everything again", reader);
        }
        long names = System.nanoTime();
        first.names().prepare();
        first.names().nearestTable("public", table + "x", Names.NAME_MINIMUM);
        names = System.nanoTime() - names;
        IO.println("  %-18s %6d ms".formatted("index of names", names / 1_000_000));
        names = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            first.names().nearestTable("public", table + "x", Names.NAME_MINIMUM);
        }
        names = System.nanoTime() - names;
        IO.println("  %-18s %6d us".formatted("nearest name", names / 100_000));
        for (int round = 0; round < ROUNDS; round++) {
            measure("nothing changed", reader);
        }
        for (int round = 0; round < ROUNDS; round++) {
            execute("alter table " + table + " add column bench_" + round + " int");
            first = measure("one column more", reader);
        }
        for (int round = 0; round < ROUNDS; round++) {
            execute("alter table " + table + " drop column bench_" + round);
        }
        measure("three columns less", reader);
        System.gc();
        long held = used();
        if (first == null || reader == null) {
            throw new IllegalStateException();
        }
        reader.forget();
        IO.println("  %-18s %6d MB".formatted("heap", held >> 20));
    }

    private void execute(String sql) throws Exception {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Catalog measure(String what, CatalogReader reader) throws Exception {
        database.reset();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long begun = System.nanoTime();
        Catalog catalog = reader.read(new CatalogReader.Options(
                List.of("public"), List.of(), ++version, () -> new Deadline(Long.MAX_VALUE)));
        long took = System.nanoTime() - begun;
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        IO.println("  %-18s %6d ms, of them %6d ms waiting; %5d statements, %8d rows, %5d MB"
                .formatted(what, took / 1_000_000, database.nanos() / 1_000_000,
                        database.statements(), database.rows(), allocated >> 20));
        return catalog;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
