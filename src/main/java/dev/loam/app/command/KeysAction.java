package dev.loam.app.command;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.schema.AuthRole;
import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.KeyOptions;
import dev.loam.app.cli.KeyOptions.Create;
import dev.loam.app.cli.KeyOptions.Drop;
import dev.loam.app.cli.KeyOptions.ListApi;
import dev.loam.app.cli.KeyOptions.ListSigning;
import dev.loam.app.cli.KeyOptions.Revoke;
import dev.loam.app.cli.KeyOptions.Rotate;
import dev.loam.app.cli.KeyOptions.Standby;
import dev.loam.app.config.AuthTable;
import dev.loam.app.project.KeyFile;
import dev.loam.app.running.Identity;
import dev.loam.app.running.RandomKeys;
import dev.loam.app.running.SystemChance;
import dev.loam.app.running.SystemClock;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.identity.ApiKey;
import dev.loam.kernel.identity.ApiKeys;
import dev.loam.kernel.identity.DatabaseKeys;
import dev.loam.kernel.identity.KeyRotation;
import dev.loam.kernel.identity.KeySeal;
import dev.loam.kernel.identity.KeysUnreadable;
import dev.loam.kernel.identity.SigningAlgorithm;
import dev.loam.kernel.identity.StoredKey;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import dev.loam.ports.time.Clock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/// `loam keys` with a verb: the keys in a project's database, whether Loam runs or not. A running
/// process takes changes by itself.
final class KeysAction {
    /// The role under which the API's requests connect to Loam's own server.
    private static final String LOGIN_ROLE = "authenticator";

    private static final Duration NOTICE_TIME_MAX = Duration.ofSeconds(5);

    private final KeyOptions options;
    private final Console console;
    private final Clock clock = new SystemClock();

    KeysAction(KeyOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    int run() {
        try (var reached = ReachedDatabase.of(options.project());
                var database = new PostgresDatabase(
                        reached.owner().withPool(1, reached.owner().queueMax()))) {
            String role = role(reached);
            keep(database, role);
            return 0;
        } catch (SQLException wrong) {
            throw new CommandFailed("The database could not be reached: " + wrong.getMessage());
        } catch (KeysUnreadable wrong) {
            throw new CommandFailed("The keys could not be read or changed: " + wrong.getMessage()
                    + "; their tables are made by the first loam up");
        } catch (IllegalArgumentException | IllegalStateException wrong) {
            throw new CommandFailed(wrong.getMessage());
        }
    }

    private void keep(PostgresDatabase database, String role) throws KeysUnreadable {
        switch (options.step()) {
            case ListSigning _ -> rotation(database, role).list().forEach(this::print);
            case Standby _ -> print(rotation(database, role).standby(algorithm()));
            case Rotate _ -> rotate(rotation(database, role));
            case Revoke(String id) -> revoke(rotation(database, role), id);
            case ListApi _ -> keys(database, role).list().forEach(this::print);
            case Create create -> create(keys(database, role), create);
            case Drop(String id) -> drop(keys(database, role), id);
        }
        if (!(options.step() instanceof ListSigning || options.step() instanceof ListApi)) {
            tell(database);
        }
    }

    /// Has the processes on this database read the keys at once, those that listen.
    private void tell(PostgresDatabase database) {
        var channel = options.project().config().rest().reload().channel();
        database.run(Sql.of("select pg_notify(?, 'reload keys')", Bind.of(channel)),
                Session.LOGIN, Run.until(Deadline.after(NOTICE_TIME_MAX, clock.nanos())));
    }

    private static String role(ReachedDatabase reached) throws SQLException {
        try (var connection = reached.connect()) {
            return AuthRole.of(connection);
        }
    }

    private KeyRotation rotation(PostgresDatabase database, String role) {
        var config = options.project().config();
        var jwt = config.rest().jwt();
        var secret = jwt.secret() != null ? jwt.secret()
                : KeyFile.keys(options.project().project(), jwt).jwtSecret();
        return new KeyRotation(new DatabaseKeys(database, role, clock), new RandomKeys(),
                new KeySeal(secret, new SystemChance()),
                Identity.overlap(config.auth().get(AuthTable.JWT_EXPIRY)), clock);
    }

    private ApiKeys keys(PostgresDatabase database, String role) {
        boolean embedded = options.project().config().database().embedded();
        String login = embedded ? LOGIN_ROLE
                : PostgresConfig.fromUrl(options.project().config().database().url()).user();
        return new ApiKeys(database, role, login, new SystemChance(), clock);
    }

    /// What new keys are for: where the secret signs, for the day when it does not.
    private SigningAlgorithm algorithm() {
        var chosen = SigningAlgorithm.valueOf(options.project().config().auth().algorithm());
        if (chosen.asymmetric()) {
            return chosen;
        }
        console.err().println("jwt.algorithm is HS256: the key verifies, but the secret signs");
        return SigningAlgorithm.ES256;
    }

    private void rotate(KeyRotation rotation) throws KeysUnreadable {
        var next = rotation.rotate(algorithm());
        print(next);
        if (next.activatedAt().isAfter(clock.now())) {
            console.err().println("There was no standby: it signs from " + next.activatedAt()
                    + " on, when every process knows it");
        }
    }

    private void revoke(KeyRotation rotation, String id) throws KeysUnreadable {
        var revoked = rotation.revoke(id);
        if (revoked == null) {
            throw new CommandFailed("There is no signing key " + id);
        }
        print(revoked);
    }

    private void create(ApiKeys keys, Create wanted) throws KeysUnreadable {
        Instant end = wanted.lifetime() == null ? null : clock.now().plus(wanted.lifetime());
        var created = keys.create(new ApiKey.Wanted(
                wanted.name(), wanted.role(), wanted.scopes(), end, null));
        console.err().println("The key is not shown again; its id is " + created.key().id());
        console.out().println(created.secret().value());
    }

    private void drop(ApiKeys keys, String id) throws KeysUnreadable {
        var revoked = keys.revoke(UUID.fromString(id));
        if (revoked == null) {
            throw new CommandFailed("There is no API key " + id);
        }
        print(revoked);
    }

    private void print(StoredKey key) {
        console.out().printf("%-43s  %-5s  %-8s  %s%n", key.id(), key.algorithm(),
                key.status().name().toLowerCase(Locale.ROOT), times(key));
    }

    private static String times(StoredKey key) {
        var times = new StringBuilder("made " + key.createdAt());
        if (key.activatedAt() != null) {
            times.append(", signs from ").append(key.activatedAt());
        }
        if (key.retiredAt() != null) {
            times.append(" to ").append(key.retiredAt());
        }
        if (key.expiresAt() != null) {
            times.append(", verifies to ").append(key.expiresAt());
        }
        return times.toString();
    }

    private void print(ApiKey key) {
        console.out().printf("%s  %-20s  %-20s  %-14s  %-16s  %s%n", key.id(), key.prefix() + "…",
                key.name(), key.role(),
                key.scopes().isEmpty() ? "everything" : String.join(",", key.scopes()),
                state(key));
    }

    private String state(ApiKey key) {
        String state = key.revokedAt() != null ? "revoked " + key.revokedAt()
                : !key.counts(clock.now()) ? "expired " + key.expiresAt()
                : key.expiresAt() == null ? "good" : "good until " + key.expiresAt();
        return key.lastUsedAt() == null ? state : state + ", last used " + key.lastUsedAt();
    }
}
