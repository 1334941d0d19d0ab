package dev.loam.kernel.identity;

import dev.loam.base.config.Secret;
import dev.loam.base.task.Deadline;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// The opaque keys of a project's services, in the table `loam.api_keys`.
///
/// Only SHA-256 of a key is kept. All methods block, for 10 s at most.
public final class ApiKeys implements ServiceKeys {
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final int NAME_CHARS_MAX = 200;
    private static final int LISTED_MAX = 1_000;
    private static final String COLUMNS = """
            json_build_array(id, name, prefix, role, to_json(scopes),
                (extract(epoch from created_at) * 1000)::bigint,
                (extract(epoch from last_used_at) * 1000)::bigint,
                (extract(epoch from expires_at) * 1000)::bigint,
                (extract(epoch from revoked_at) * 1000)::bigint, created_by)
            """;
    private static final String ROLE = """
            select case
                when to_regrole(quote_ident(?)) is null then 'There is no role of that name'
                when not pg_has_role(coalesce(?, current_user), to_regrole(quote_ident(?)),
                    'member') then 'The role is not granted to the login role' end
            """;
    private static final String CREATE = """
            insert into loam.api_keys (name, prefix, hash, role, scopes, created_at, expires_at,
                created_by)
            values (?, ?, decode(?, 'hex'), ?,
                array(select jsonb_array_elements_text(?::jsonb)), ?::timestamptz,
                ?::timestamptz, ?::uuid)
            returning""" + " " + COLUMNS;
    private static final String LIST = "select " + COLUMNS
            + " from loam.api_keys order by created_at desc, id limit " + LISTED_MAX;
    private static final String FIND = "select " + COLUMNS
            + " from loam.api_keys where hash = decode(?, 'hex')";
    private static final String REVOKE = """
            update loam.api_keys set revoked_at = coalesce(revoked_at, ?::timestamptz)
            where id = ?::uuid
            returning""" + " " + COLUMNS;
    private static final String USED = """
            update loam.api_keys set last_used_at = (used.value #>> '{}')::timestamptz
            from jsonb_each(?::jsonb) used (key, value)
            where id = used.key::uuid
                and (last_used_at is null or last_used_at < (used.value #>> '{}')::timestamptz)
            """;

    private final Database database;
    private final Session session;
    private final String loginRole;
    private final Chance chance;
    private final Clock clock;

    /// `role` is who may read and write the table, null for the login of `database`. `loginRole` is
    /// the role under which the API's requests connect, which must have the role of a key; null
    /// where `database` has the same login.
    public ApiKeys(
            Database database, String role, String loginRole, Chance chance, Clock clock) {
        this.database = database;
        this.session = new Session(role, List.of(), Session.Access.READ_WRITE, null, List.of());
        this.loginRole = loginRole;
        this.chance = chance;
        this.clock = clock;
    }

    /// Makes a key: `sb_publishable_…` for the role `anon`, else `sb_secret_…`.
    ///
    /// @throws IllegalArgumentException where it cannot be as wanted, with words for people
    @Override
    public ApiKey.Created create(ApiKey.Wanted wanted) throws KeysUnreadable {
        check(wanted);
        var text = ApiKeyText.fresh(wanted.role().equals("anon"), chance);
        var rows = run(CREATE, wanted.name(), ApiKeyText.prefix(text), ApiKeyText.hash(text),
                wanted.role(), json(wanted.scopes()), clock.now().toString(),
                time(wanted.expiresAt()),
                wanted.createdBy() == null ? null : wanted.createdBy().toString());
        return new ApiKey.Created(keys(rows).getFirst(), new Secret(text));
    }

    private void check(ApiKey.Wanted wanted) throws KeysUnreadable {
        if (wanted.name().isBlank() || wanted.name().length() > NAME_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "A key needs a name of at most " + NAME_CHARS_MAX + " characters");
        }
        if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(clock.now())) {
            throw new IllegalArgumentException("A key cannot expire in the past");
        }
        if (!TokenVerifier.assumable(wanted.role(), loginRole)) {
            throw new IllegalArgumentException("The role " + wanted.role() + " cannot be assumed");
        }
        var trouble = run(ROLE, wanted.role(), loginRole, wanted.role()).text(0, 0);
        if (trouble != null) {
            throw new IllegalArgumentException(trouble + ": " + wanted.role());
        }
    }

    /// The youngest 1,000 keys, youngest first, with those that do not count any more.
    @Override
    public List<ApiKey> list() throws KeysUnreadable {
        return keys(run(LIST));
    }

    /// Revokes a key; null where there is none of that id. What has been revoked stays so.
    @Override
    public ApiKey revoke(UUID id) throws KeysUnreadable {
        return first(run(REVOKE, clock.now().toString(), id.toString()));
    }

    /// The key with that hash, whether it counts or not; null for none.
    ApiKey find(String hash) throws KeysUnreadable {
        return first(run(FIND, hash));
    }

    /// Notes when keys were used last.
    void used(Map<UUID, Instant> times) throws KeysUnreadable {
        var json = StrictJson.MAPPER.createObjectNode();
        times.forEach((id, at) -> json.put(id.toString(), at.toString()));
        run(USED, json.toString());
    }

    private Rows run(String sql, String... values) throws KeysUnreadable {
        var binds = new Bind[values.length];
        for (int i = 0; i < values.length; i++) {
            binds[i] = Bind.of(values[i]);
        }
        var run = Run.until(Deadline.after(TIME_MAX, clock.nanos()));
        return switch (database.run(Sql.of(sql, binds), session, run)) {
            case Rows rows -> rows;
            case Outcome.SqlError error -> throw new KeysUnreadable(error.message(), false);
            case Outcome.Unavailable unavailable ->
                    throw new KeysUnreadable(unavailable.message(), true);
        };
    }

    private static ApiKey first(Rows rows) {
        return rows.size() == 0 ? null : keys(rows).getFirst();
    }

    private static List<ApiKey> keys(Rows rows) {
        var keys = new ArrayList<ApiKey>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            keys.add(key((ArrayNode) StrictJson.MAPPER.readTree(rows.text(i, 0))));
        }
        return keys;
    }

    private static ApiKey key(ArrayNode row) {
        var scopes = row.get(4).valueStream().map(JsonNode::asString).toList();
        return new ApiKey(id(row.get(0)), row.get(1).asString(), row.get(2).asString(),
                row.get(3).asString(), scopes, instant(row.get(5)), instant(row.get(6)),
                instant(row.get(7)), instant(row.get(8)), id(row.get(9)));
    }

    private static UUID id(JsonNode value) {
        return value.isNull() ? null : UUID.fromString(value.asString());
    }

    private static Instant instant(JsonNode value) {
        return value.isNull() ? null : Instant.ofEpochMilli(value.asLong());
    }

    private static String time(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static String json(List<String> texts) {
        var array = StrictJson.MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array.toString();
    }
}
