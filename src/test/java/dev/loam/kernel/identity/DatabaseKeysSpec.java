package dev.loam.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.kernel.identity.StoredKey.Status;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class DatabaseKeysSpec {
    static final String TABLE = """
            create schema loam;
            create table loam.signing_keys (
                kid text primary key,
                algorithm text not null,
                status text not null
                    check (status in ('standby', 'active', 'retired', 'revoked')),
                public_jwk jsonb,
                sealed_private bytea,
                created_at timestamptz not null default now(),
                activated_at timestamptz,
                retired_at timestamptz,
                expires_at timestamptz
            );
            create unique index on loam.signing_keys (status) where status = 'active';
            """;

    private final HandClock hand = new HandClock();
    private final Clock clock = new Clock() {
        @Override
        public Instant now() {
            return hand.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    @Test
    void keys_are_kept_as_they_are() throws Exception {
        try (var database = open(PostgresFixture.freshDatabase(TABLE))) {
            var rotation = rotation(database);
            var first = rotation.standby(SigningAlgorithm.RS256);
            rotation.rotate(SigningAlgorithm.RS256);
            hand.advance(Duration.ofMinutes(5));
            var second = rotation.rotate(SigningAlgorithm.RS256);
            var kept = rotation.list();

            assertThat(kept).extracting(StoredKey::id).containsExactly(first.id(), second.id());
            assertThat(kept).extracting(StoredKey::status)
                    .containsExactly(Status.RETIRED, Status.ACTIVE);
            assertThat(kept.getFirst().sealed()).isEqualTo(first.sealed());
            assertThat(kept.getFirst().retiredAt()).isEqualTo(second.activatedAt());
            assertThat(kept.getFirst().expiresAt())
                    .isEqualTo(second.activatedAt().plus(KeyBench.OVERLAP));
            assertThat(rotation.list()).isEqualTo(kept);
        }
    }

    @Test
    void a_revoked_key_and_its_successor_change_places() throws Exception {
        try (var database = open(PostgresFixture.freshDatabase(TABLE))) {
            var rotation = rotation(database);
            rotation.ensure(SigningAlgorithm.ES256);
            var first = rotation.list().getFirst();
            rotation.revoke(first.id());
            rotation.revoke("secret");

            assertThat(rotation.list()).extracting(StoredKey::status).containsExactlyInAnyOrder(
                    Status.REVOKED, Status.ACTIVE, Status.REVOKED);
        }
    }

    @Test
    void processes_that_start_at_once_agree_on_one_key() throws Exception {
        try (var database = open(PostgresFixture.freshDatabase(TABLE));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts = new ArrayList<Callable<Void>>();
            for (int i = 0; i < 8; i++) {
                starts.add(() -> {
                    rotation(database).ensure(SigningAlgorithm.ES256);
                    return null;
                });
            }
            for (var start : threads.invokeAll(starts)) {
                start.get();
            }

            assertThat(rotation(database).list()).hasSize(1);
        }
    }

    @Test
    void a_database_without_the_table_has_no_keys_and_takes_none() throws Exception {
        try (var database = open(PostgresFixture.freshDatabase())) {
            var keys = new DatabaseKeys(database, null, clock);

            assertThat(keys.load()).isEmpty();
            assertThatThrownBy(() -> rotation(database).standby(SigningAlgorithm.ES256))
                    .isInstanceOfSatisfying(KeysUnreadable.class,
                            failure -> assertThat(failure.passing()).isFalse());
        }
    }

    @Test
    void what_fails_half_way_leaves_everything_as_it_was() throws Exception {
        try (var database = open(PostgresFixture.freshDatabase(TABLE))) {
            var keys = new DatabaseKeys(database, null, clock);
            var good = KeyBench.seal(Tokens.SECRET).standby(
                    KeyBench.pair(SigningAlgorithm.ES256), SigningAlgorithm.ES256, clock.now());
            var bad = new StoredKey("bad", SigningAlgorithm.ES256, Status.STANDBY, "no json", "",
                    clock.now(), null, null, null);

            assertThatThrownBy(() -> keys.change(_ -> List.of(good, bad)))
                    .isInstanceOf(KeysUnreadable.class);
            assertThat(keys.load()).isEmpty();
        }
    }

    private KeyRotation rotation(PostgresDatabase database) {
        return new KeyRotation(new DatabaseKeys(database, null, clock), KeyBench::pair,
                KeyBench.seal(Tokens.SECRET), KeyBench.OVERLAP, clock);
    }

    private static PostgresDatabase open(TestDatabase database) {
        return new PostgresDatabase(PostgresConfig.fromUrl(database.url()));
    }
}
