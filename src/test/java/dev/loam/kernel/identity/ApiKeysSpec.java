package dev.loam.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.base.failure.Refusal;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.kernel.identity.ApiKey.Wanted;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiKeysSpec {
    private static final String ROLES = """
            do $$ begin
                create role api_key_robot; create role api_key_stranger;
                create role api_key_login login; grant api_key_robot to api_key_login;
            exception when duplicate_object then null; end $$;
            """;

    private final HandClock hand = new HandClock();
    /// Its nanoseconds run on: deadlines of the database are real.
    private final Clock clock = new Clock() {
        @Override
        public Instant now() {
            return hand.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime() + Duration.between(HandClock.NOON, hand.now()).toNanos();
        }
    };
    private final TestDatabase test = AuthServer.database();

    {
        test.execute(ROLES);
    }

    private final PostgresDatabase database =
            new PostgresDatabase(PostgresConfig.fromUrl(test.url()));
    private final ApiKeys keys = new ApiKeys(
            database, null, "api_key_login", new Random(11)::nextBytes, clock);
    private final LiveApiKeys live = new LiveApiKeys(keys, clock);
    private final TokenVerifier verifier = new TokenVerifier(
            Tokens.config(Tokens.SECRET), () -> SigningKeys.NONE, live, clock);

    @AfterEach
    void close() {
        live.close();
        database.close();
    }

    @Test
    void a_key_is_told_once_and_kept_as_its_hash() throws Exception {
        var creator = UUID.randomUUID();
        var created = keys.create(new Wanted("nightly", "api_key_robot",
                List.of("rest", "{odd,\"scope\"}"), HandClock.NOON.plusSeconds(60), creator));
        var text = created.secret().value();

        assertThat(keys.list()).containsExactly(created.key());
        assertThat(created.key()).isEqualTo(new ApiKey(created.key().id(), "nightly",
                text.substring(0, 14), "api_key_robot", List.of("rest", "{odd,\"scope\"}"),
                HandClock.NOON, null, HandClock.NOON.plusSeconds(60), null, creator));
        assertThat(created.toString()).doesNotContain(text);
        assertThat(test.value("select k::text from loam.api_keys k")).doesNotContain(
                text.substring(14));
        assertThat(test.value("select encode(hash, 'hex') from loam.api_keys"))
                .isEqualTo(ApiKeyText.hash(text));
    }

    @Test
    void a_caller_with_a_key_has_its_role_and_scopes() throws Exception {
        var created = keys.create(wanted("api_key_robot", List.of("rest"), null));
        var text = created.secret().value();
        var caller = verifier.verify(null, text);

        assertThat(caller).isEqualTo(new Caller("api_key_robot", "{\"role\":\"api_key_robot\","
                + "\"api_key\":\"" + created.key().id() + "\"}", false, Set.of("rest"),
                null, created.key().id().toString()));
        assertThat(caller.mayUse("rest")).isTrue();
        assertThat(caller.mayUse("auth")).isFalse();
        assertThat(verifier.verify("Bearer " + text, text)).isEqualTo(caller);
    }

    @Test
    void a_revoked_key_opens_nothing_five_seconds_later() throws Exception {
        var created = keys.create(wanted("api_key_robot", List.of(), null));
        var text = created.secret().value();
        assertThat(outcome(text)).isEqualTo("api_key_robot");

        assertThat(keys.revoke(created.key().id()).revokedAt()).isEqualTo(HandClock.NOON);
        assertThat(keys.revoke(UUID.randomUUID())).isNull();
        hand.advance(Duration.ofSeconds(5));

        assertThat(outcome(text)).isEqualTo("Invalid API key");
        assertThat(keys.revoke(created.key().id()).revokedAt()).isEqualTo(HandClock.NOON);
    }

    @Test
    void a_key_ends_when_it_expires_though_it_is_remembered() throws Exception {
        var text = keys.create(wanted(
                "api_key_robot", List.of(), HandClock.NOON.plusSeconds(2))).secret().value();
        assertThat(outcome(text)).isEqualTo("api_key_robot");
        hand.advance(Duration.ofSeconds(2));

        assertThat(outcome(text)).isEqualTo("Invalid API key");
    }

    @Test
    void a_key_that_nobody_made_is_refused() {
        var sound = ApiKeyText.fresh(false, new Random(5)::nextBytes);

        assertThat(outcome(sound)).isEqualTo("Invalid API key");
        assertThat(outcome("sb_secret_x")).isEqualTo("Invalid API key");
    }

    @Test
    void a_role_that_would_be_too_much_or_is_unknown_gets_no_key() {
        for (var role : List.of("none", "api_key_login", "", "api_key_stranger", "unheard")) {
            assertThatThrownBy(() -> keys.create(wanted(role, List.of(), null)))
                    .as(role).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> keys.create(wanted("api_key_robot", List.of(), HandClock.NOON)))
                .hasMessage("A key cannot expire in the past");
        assertThatThrownBy(() -> keys.create(
                new Wanted(" ", "api_key_robot", List.of(), null, null)))
                .hasMessageContaining("name");
    }

    @Test
    void a_row_for_the_login_role_opens_nothing_either() throws Exception {
        var text = keys.create(wanted("api_key_robot", List.of(), null)).secret().value();
        test.execute("update loam.api_keys set role = 'authenticator'");

        assertThat(outcome(text)).isEqualTo("The role in the JWT cannot be assumed");
    }

    @Test
    void the_last_use_is_noted_in_one_go() throws Exception {
        var one = keys.create(wanted("api_key_robot", List.of(), null));
        var other = keys.create(wanted("api_key_robot", List.of(), null));
        hand.advance(Duration.ofSeconds(1));
        outcome(one.secret().value());
        outcome(other.secret().value());
        assertThat(keys.list()).allSatisfy(key -> assertThat(key.lastUsedAt()).isNull());
        live.note();

        assertThat(keys.list()).allSatisfy(key ->
                assertThat(key.lastUsedAt()).isEqualTo(HandClock.NOON.plusSeconds(1)));
    }

    @Test
    void without_the_table_a_key_is_neither_good_nor_bad() {
        test.execute("drop table loam.api_keys");

        assertThat(outcome(ApiKeyText.fresh(false, new Random(9)::nextBytes)))
                .isEqualTo("The API key cannot be checked now");
    }

    private static Wanted wanted(String role, List<String> scopes, Instant expiresAt) {
        return new Wanted("a key", role, scopes, expiresAt, null);
    }

    private String outcome(String key) {
        try {
            return verifier.verify(null, key).role();
        } catch (Refusal refusal) {
            return refusal.failure().message();
        }
    }
}
