package dev.loam.modules.auth.hook;

import dev.loam.modules.auth.config.HookConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The hooks of a project, one method each. A hook that is not configured costs nothing and has no
/// objection.
///
/// A function of the database runs in the transaction it is given: what it writes is kept or undone
/// with that, and so a decision is returned, not thrown. An HTTP endpoint is called while the
/// transaction waits. What a hook refuses by an `error`, and a hook that does not work, is thrown.
/// Thread-safe.
/// Source: Supabase documentation, "Auth Hooks", for names and payloads.
public final class Hooks {
    private static final Set<String> NAMES = Set.of(
            "before_user_created", "after_user_created", "custom_access_token",
            "password_verification_attempt", "mfa_verification_attempt", "send_email", "send_sms");

    private final Map<String, Hook> hooks = new TreeMap<>();
    private final Clock clock;
    private final Tokens tokens;

    /// A hook that cannot be called as configured is an [IllegalArgumentException] that names it.
    public Hooks(
            HookConfig config, Outbound outbound, Clock clock, Pause pause, Tokens tokens) {
        this.clock = clock;
        this.tokens = tokens;
        config.hooks().forEach((name, hook) -> {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("hook " + name + " is none of " + NAMES);
            }
            hooks.put(name, hook.uri().startsWith(SqlHook.SCHEME)
                    ? SqlHook.of(name, hook)
                    : HttpHook.of(name, hook, outbound, clock, pause, tokens));
        });
    }

    /// An account is about to be made.
    public void beforeUserCreated(Statements tx, ObjectNode user, String address) {
        aboutAccount("before_user_created", tx, user, address);
    }

    /// An account was made, in the same transaction.
    public void afterUserCreated(Statements tx, ObjectNode user, String address) {
        aboutAccount("after_user_created", tx, user, address);
    }

    private void aboutAccount(String name, Statements tx, ObjectNode user, String address) {
        ask(name, tx, () -> {
            var payload = HookJson.object();
            payload.putObject("metadata").put("uuid", tokens.id().toString())
                    .put("time", clock.now().toString()).put("name", name.replace('_', '-'))
                    .put("ip_address", address);
            payload.set("user", user);
            return payload;
        });
    }

    /// The claims to sign instead of those given; `method` is the one by which the session's user
    /// came. Those that clients and policies build on must still be there.
    public ObjectNode customAccessToken(
            Statements tx, UUID userId, ObjectNode claims, String method) {
        var answer = ask("custom_access_token", tx, () -> {
            var payload = HookJson.object().put("user_id", userId.toString())
                    .put("authentication_method", method);
            payload.set("claims", claims);
            return payload;
        });
        return answer == null ? claims : RequiredClaims.check(answer.get("claims"));
    }

    /// Somebody tried a password.
    public Decision passwordVerificationAttempt(Statements tx, UUID userId, boolean valid) {
        return decision("password_verification_attempt", tx,
                () -> HookJson.object().put("user_id", userId.toString()).put("valid", valid));
    }

    /// Somebody tried a code or a key of a factor.
    public Decision mfaVerificationAttempt(
            Statements tx, UUID userId, UUID factorId, String factorType, boolean valid) {
        return decision("mfa_verification_attempt", tx,
                () -> HookJson.object().put("factor_id", factorId.toString())
                        .put("factor_type", factorType).put("user_id", userId.toString())
                        .put("valid", valid));
    }

    private Decision decision(String name, Statements tx, Payload payload) {
        var answer = ask(name, tx, payload);
        return answer == null ? Decision.CONTINUE : Decision.of(name, answer);
    }

    /// Whether anybody wants to know of attempts with a password.
    public boolean watchesPasswords() {
        return hooks.containsKey("password_verification_attempt");
    }

    /// Whether a hook is a function of the database; another one needs no transaction (null).
    public boolean inDatabase(String name) {
        return hooks.get(name) instanceof SqlHook;
    }

    /// Whether mail goes to the hook instead of the mailer.
    public boolean sendsEmail() {
        return hooks.containsKey("send_email");
    }

    /// Whether short messages go to the hook instead of the service.
    public boolean sendsSms() {
        return hooks.containsKey("send_sms");
    }

    /// Has the hook send a mail; `payload` is all that it is told.
    public void sendEmail(Statements tx, ObjectNode payload) {
        ask("send_email", tx, () -> payload);
    }

    /// Has the hook send a short message.
    public void sendSms(Statements tx, ObjectNode payload) {
        ask("send_sms", tx, () -> payload);
    }

    /// Made only where somebody will read it.
    private interface Payload {
        ObjectNode make();
    }

    /// The answer, null where no hook is configured.
    private JsonNode ask(String name, Statements tx, Payload payload) {
        var hook = hooks.get(name);
        if (hook == null) {
            return null;
        }
        var answer = hook.ask(tx, payload.make());
        if (answer.get("error") instanceof ObjectNode error) {
            throw HookError.refusal(error);
        }
        return answer;
    }

    /// What to do after an attempt. `message` is for the client of an attempt that is rejected,
    /// null where the hook has none.
    public record Decision(boolean rejected, String message, boolean shouldLogOutUser) {
        static final Decision CONTINUE = new Decision(false, null, false);

        /// A hook that guards and cannot be understood must not let pass.
        static Decision of(String name, JsonNode answer) {
            var decision = answer.path("decision").asString("");
            if (!decision.equals("continue") && !decision.equals("reject")) {
                throw AuthCode.UNEXPECTED_FAILURE.refusal(
                        "Hook " + name + " answered neither continue nor reject");
            }
            return new Decision(decision.equals("reject"), HookError.message(answer, null),
                    answer.path("should_logout_user").asBoolean(false));
        }
    }
}
