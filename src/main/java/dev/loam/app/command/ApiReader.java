package dev.loam.app.command;

import dev.loam.adapters.postgres.OwnerConnection;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.embedded.EmbeddedPostgresException;
import dev.loam.adapters.postgres.review.Review;
import dev.loam.app.cli.ApiSource;
import dev.loam.app.config.RestSettings;
import dev.loam.app.running.SystemClock;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.catalog.CatalogReader;
import dev.loam.kernel.catalog.CatalogUnreadable;
import dev.loam.modules.rest.RestModule;
import dev.loam.ports.database.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Gets the OpenAPI document of an API: from a file, from who serves it, or made anew of a
/// database. Databases are described as `role` may use them, or wholly where it is null; `older`
/// asks for version 2.0 where there is a choice.
///
/// What cannot be got is an `IllegalArgumentException` in words for the user, without secrets.
record ApiReader(String role, boolean older) {
    private static final int BYTES_MAX = 256 << 20;
    private static final Duration TIME_MAX = Duration.ofSeconds(60);
    private static final String PUBLIC = "public";

    byte[] read(ApiSource source) {
        try {
            return switch (source) {
                case ApiSource.Document file -> {
                    try (InputStream in = Files.newInputStream(file.path())) {
                        yield bounded(in);
                    } catch (IOException wrong) {
                        throw new IllegalArgumentException(file.path() + " cannot be read: "
                                + wrong.getClass().getSimpleName());
                    }
                }
                case ApiSource.Served served -> new ServedDocument(served, older).read();
                case ApiSource.Database database -> described(
                        PostgresConfig.fromUrl(database.url()), database.schema(),
                        List.of(PUBLIC), List.of(PUBLIC));
                case ApiSource.Project project -> described(project);
            };
        } catch (SQLException | EmbeddedPostgresException wrong) {
            throw new IllegalArgumentException(
                    "the database could not be reached: " + wrong.getMessage());
        } catch (CatalogUnreadable wrong) {
            throw new IllegalArgumentException(
                    "the schema could not be read: " + wrong.getMessage());
        }
    }

    /// All that there is, as long as it is not too much.
    static byte[] bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("it is longer than 256 MiB");
        }
        return bytes;
    }

    private byte[] described(ApiSource.Project project) throws SQLException, CatalogUnreadable {
        RestSettings rest = project.options().config().rest();
        try (var reached = ReachedDatabase.of(project.options())) {
            return described(reached.owner(), project.schema(), rest.schemas(),
                    rest.extraSearchPath());
        }
    }

    private byte[] described(PostgresConfig config, String asked, List<String> shown,
            List<String> extraSearchPath) throws SQLException, CatalogUnreadable {
        String schema = asked == null ? shown.getFirst() : asked;
        requireSchema(config, schema);
        var clock = new SystemClock();
        var run = Run.until(Deadline.after(TIME_MAX, clock.nanos()));
        try (var database = new PostgresDatabase(config.withPool(1, 1))) {
            var catalog = CatalogReader.read(database, new CatalogReader.Options(
                    List.of(schema), extraSearchPath, 1, () -> run));
            return RestModule.describe(new RestModule.Described(schema,
                    shown.contains(schema) ? shown : List.of(schema), role, older),
                    catalog, database, run);
        }
    }

    private static void requireSchema(PostgresConfig config, String schema) throws SQLException {
        try (Connection connection = OwnerConnection.open(config)) {
            if (!Review.unknown(connection, List.of(schema)).isEmpty()) {
                throw new IllegalArgumentException("there is no schema " + schema);
            }
        }
    }
}
