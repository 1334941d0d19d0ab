package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.account.Addresses;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.AssuranceLevel;
import dev.loam.modules.auth.session.Bearers.Signed;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.ports.time.Chance;
import java.net.URI;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Adds a factor, which counts once it was verified.
final class EnrolFactor {
    private static final int UNVERIFIED_MAX = 10;
    private static final int NAME_CHARS_MAX = 255;

    private final AuthConfig config;
    private final Sealer sealer;
    private final Tokens tokens;
    private final Chance chance;

    EnrolFactor(AuthConfig config, Sealer sealer, Tokens tokens, Chance chance) {
        this.config = config;
        this.sealer = sealer;
        this.tokens = tokens;
        this.chance = chance;
    }

    /// The factor with what is shown this once.
    ObjectNode enrol(Statements tx, Ask ask, Signed signed) {
        var kind = FactorKind.of(ask.body().choice("factor_type", FactorKind.NAMES));
        kind.refuseUnlessEnrolled(config.factors());
        var user = signed.user();
        var name = name(ask);
        Factors.deleteStale(tx, user.id());
        refuseUnlessAllowed(Factors.of(tx, user.id()), name, AssuranceLevel.high(signed));
        var json = switch (kind) {
            case TOTP -> totp(tx, user, name, ask.body().text("issuer"));
            case PHONE -> phone(tx, user, name, ask.body().text("phone"));
            case WEBAUTHN -> json(Factors.insert(
                    tx, tokens.id(), user.id(), kind, name, null, null));
        };
        AuditLog.write(tx, "factor_in_progress", user, ask.address(), Answers.object()
                .put("factor_id", json.path("id").asString())
                .put("factor_type", kind.code()));
        return json;
    }

    private static String name(Ask ask) {
        var name = ask.body().text("friendly_name");
        if (name != null && name.length() > NAME_CHARS_MAX) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "friendly_name must have at most " + NAME_CHARS_MAX + " characters");
        }
        return name == null ? "" : name;
    }

    private void refuseUnlessAllowed(List<Factor> factors, String name, boolean high) {
        long verified = factors.stream().filter(Factor::verified).count();
        if (verified >= config.factors().enrolledMax()) {
            throw AuthCode.TOO_MANY_ENROLLED_MFA_FACTORS.refusal();
        }
        if (factors.size() - verified >= UNVERIFIED_MAX) {
            throw AuthCode.TOO_MANY_ENROLLED_MFA_FACTORS.refusal(
                    "Maximum number of enrolled factors reached, unenroll to continue");
        }
        if (verified > 0 && !high) {
            throw AuthCode.INSUFFICIENT_AAL.refusal("AAL2 required to enroll a new factor");
        }
        // So does the index on the names, for which white space of other kinds is a name.
        boolean named = !name.replace(" ", "").isEmpty();
        if (named && factors.stream().anyMatch(other -> name.equals(other.name()))) {
            throw AuthCode.MFA_FACTOR_NAME_CONFLICT.refusal("A factor with the friendly name \""
                    + name + "\" for this user already exists");
        }
    }

    private ObjectNode totp(Statements tx, User user, String name, String issuer) {
        var totp = Totp.random(chance);
        var id = tokens.id();
        var factor = Factors.insert(tx, id, user.id(), FactorKind.TOTP, name,
                sealer.seal(totp.secret(), id.toString()), null);
        var uri = KeyUri.totp(issuer == null || issuer.isBlank() ? site() : issuer,
                account(user), totp.secret());
        String picture;
        try {
            picture = QrSvg.of(uri);
        } catch (IllegalArgumentException tooLong) {
            throw AuthCode.VALIDATION_FAILED.refusal("issuer is too long");
        }
        var json = json(factor);
        json.putObject("totp").put("qr_code", picture).put("secret", totp.secret())
                .put("uri", uri);
        return json;
    }

    /// A number that was begun with before begins again; one that counts stays.
    private ObjectNode phone(Statements tx, User user, String name, String given) {
        var phone = Addresses.phone(given);
        if (phone == null) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Invalid phone number format (E.164 required)");
        }
        for (var other : Factors.of(tx, user.id())) {
            if (phone.equals(other.phone())) {
                if (other.verified()) {
                    throw AuthCode.MFA_VERIFIED_FACTOR_EXISTS.refusal();
                }
                Factors.delete(tx, other);
            }
        }
        var json = json(Factors.insert(
                tx, tokens.id(), user.id(), FactorKind.PHONE, name, null, phone));
        return json.put("phone", phone);
    }

    private static ObjectNode json(Factor factor) {
        var json = Answers.object().put("id", factor.id().toString())
                .put("type", factor.kind().code());
        if (!factor.name().isEmpty()) {
            json.put("friendly_name", factor.name());
        }
        return json;
    }

    private String site() {
        var host = URI.create(config.siteUrl()).getAuthority();
        return host == null ? config.passkeys().relyingPartyName() : host;
    }

    private static String account(User user) {
        if (user.email() != null) {
            return user.email();
        }
        return user.phone() == null ? user.id().toString() : user.phone();
    }
}
