package dev.loam.adapters.postgres.capture;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.schema.Bootstrap;
import dev.loam.adapters.postgres.schema.BootstrapConfig;
import dev.loam.base.config.Secret;
import dev.loam.base.position.Lsn;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.ChangeSource;
import dev.loam.ports.changes.ChangeSourceContract;
import dev.loam.ports.changes.Commit;
import dev.loam.ports.changes.SourceState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// The law of the port for triggers.
class TriggerSourceContract extends ChangeSourceContract {
    @Override
    protected ChangeSource open(TestDatabase database) {
        return new WithoutDdl(new TriggerSource(PostgresConfig.fromUrl(database.url()),
                new CaptureSettings(Duration.ofMillis(20), Duration.ofMinutes(30), 1_000)));
    }

    /// Passes over transactions of which nothing but changes of the schema is told, which the
    /// contract does not ask for.
    private record WithoutDdl(ChangeSource source) implements ChangeSource {
        @Override
        public void start(ChangeListener listener, Lsn after) {
            source.start(new ChangeListener() {
                @Override
                public void onStart(Lsn from, String gap) {
                    listener.onStart(from, gap);
                }

                @Override
                public void onCommit(Commit commit) {
                    if (!commit.changes().stream().allMatch(Change.Message.class::isInstance)) {
                        listener.onCommit(commit);
                    }
                }

                @Override
                public void onProgress(Lsn to) {
                    listener.onProgress(to);
                }

                @Override
                public void onPause(String why) {
                    listener.onPause(why);
                }

                @Override
                public void onEnd(String why) {
                    listener.onEnd(why);
                }
            }, after);
        }

        @Override
        public void poke() {
            source.poke();
        }

        @Override
        public SourceState state() {
            return source.state();
        }

        @Override
        public void close() {
            source.close();
        }
    }

    @Override
    protected void capture(TestDatabase database) {
        try (Connection connection = database.connect()) {
            Bootstrap.apply(connection, BootstrapConfig.of(null, new Secret("secret"))
                    .withDefaultPrivileges(false));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        database.execute("select loam.start_capture()");
    }

    @Override
    protected boolean tellsWholeOldRows() {
        return true;
    }

    @Override
    protected boolean repeatsLargeValues() {
        return true;
    }

    /// Only those of the schema's changes, which go into the table too.
    @Override
    protected boolean tellsMessages() {
        return false;
    }
}
