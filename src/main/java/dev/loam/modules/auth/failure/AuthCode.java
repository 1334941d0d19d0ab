package dev.loam.modules.auth.failure;

import dev.loam.base.failure.Refusal;
import java.util.Locale;

/// The codes of refusals that clients compare with, each with its usual status and message; some
/// endpoints word or number theirs differently.
///
/// A client shows answers of 500 and above as "try again", and so no mistake of a client's may be
/// one of them.
/// Source: Supabase documentation, "Auth error codes".
public enum AuthCode {
    ANONYMOUS_PROVIDER_DISABLED(422, "Anonymous sign-ins are disabled"),
    BAD_CODE_VERIFIER(400, "code challenge does not match previously saved code verifier"),
    BAD_JSON(400, "Could not parse request body as JSON"),
    BAD_JWT(403, "invalid JWT: unable to parse or verify signature"),
    BAD_OAUTH_CALLBACK(400, "OAuth callback is missing a parameter"),
    BAD_OAUTH_STATE(400, "OAuth state is missing, used or expired"),
    CAPTCHA_FAILED(400, "captcha protection: request disallowed"),
    CONFLICT(409, "The same was changed at the same time; try again"),
    CURRENT_PASSWORD_INVALID(400, "Current password required when setting new password."),
    CURRENT_PASSWORD_REQUIRED(400, "Current password required when setting new password."),
    EMAIL_EXISTS(422, "A user with this email address has already been registered"),
    EMAIL_NOT_CONFIRMED(400, "Email not confirmed"),
    EMAIL_PROVIDER_DISABLED(422, "Email logins are disabled"),
    FEATURE_DISABLED(404, "This feature is disabled"),
    FLOW_STATE_EXPIRED(422, "invalid flow state, flow state has expired"),
    FLOW_STATE_NOT_FOUND(404, "invalid flow state, no valid flow state found"),
    HOOK_PAYLOAD_INVALID_CONTENT_TYPE(400, "The hook did not answer with JSON"),
    HOOK_PAYLOAD_OVER_SIZE_LIMIT(422, "The hook's answer is too large"),
    HOOK_TIMEOUT(422, "The hook did not answer in time"),
    HOOK_TIMEOUT_AFTER_RETRY(422, "The hook did not answer, tried again"),
    IDENTITY_ALREADY_EXISTS(422, "Identity is already linked"),
    IDENTITY_NOT_FOUND(422, "Identity doesn't exist"),
    INSUFFICIENT_AAL(403, "AAL2 session is required"),
    INVALID_CREDENTIALS(400, "Invalid login credentials"),
    MANUAL_LINKING_DISABLED(404, "Manual linking is disabled"),
    MFA_CHALLENGE_EXPIRED(422, "MFA challenge has expired, verify against another challenge or"
            + " create a new challenge."),
    MFA_FACTOR_NAME_CONFLICT(422, "A factor with the friendly name for this user already exists"),
    MFA_FACTOR_NOT_FOUND(404, "Factor not found"),
    MFA_PHONE_ENROLL_NOT_ENABLED(422, "MFA enroll is disabled for Phone"),
    MFA_PHONE_VERIFY_NOT_ENABLED(422, "MFA verification is disabled for Phone"),
    MFA_TOTP_ENROLL_NOT_ENABLED(422, "MFA enroll is disabled for TOTP"),
    MFA_TOTP_VERIFY_NOT_ENABLED(422, "MFA verification is disabled for TOTP"),
    MFA_VERIFICATION_FAILED(422, "Invalid TOTP code entered"),
    MFA_VERIFICATION_REJECTED(422, "Further MFA verification attempts will be rejected."),
    MFA_VERIFIED_FACTOR_EXISTS(422,
            "A verified phone factor already exists, unenroll the existing factor to continue"),
    MFA_WEBAUTHN_ENROLL_NOT_ENABLED(422, "MFA enroll is disabled for WebAuthn"),
    MFA_WEBAUTHN_VERIFY_NOT_ENABLED(422, "MFA verification is disabled for WebAuthn"),
    NO_AUTHORIZATION(401, "This endpoint requires a valid Bearer token"),
    NOT_ADMIN(403, "User not allowed"),
    NOT_FOUND(404, "Not found"),
    OAUTH_AUTHORIZATION_NOT_FOUND(404, "OAuth authorization not found"),
    OAUTH_CLIENT_NOT_FOUND(404, "OAuth client not found"),
    OAUTH_CONSENT_NOT_FOUND(404, "OAuth consent not found"),
    OAUTH_PROVIDER_NOT_SUPPORTED(400, "Unsupported provider"),
    OTP_DISABLED(422, "Signups not allowed for otp"),
    OTP_EXPIRED(403, "Token has expired or is invalid"),
    OVER_EMAIL_SEND_RATE_LIMIT(429, "email rate limit exceeded"),
    OVER_REQUEST_RATE_LIMIT(429, "Request rate limit reached"),
    OVER_SMS_SEND_RATE_LIMIT(429, "SMS rate limit exceeded"),
    PASSKEY_DISABLED(404, "Passkeys are disabled"),
    PASSKEY_NOT_FOUND(404, "Passkey not found"),
    PHONE_EXISTS(422, "Phone number already registered by another user"),
    PHONE_NOT_CONFIRMED(400, "Phone not confirmed"),
    PHONE_PROVIDER_DISABLED(422, "Phone logins are disabled"),
    PROVIDER_DISABLED(400, "Provider is not enabled"),
    PROVIDER_EMAIL_NEEDS_VERIFICATION(422,
            "Unverified email with this provider. A confirmation email has been sent to you"),
    REAUTHENTICATION_NEEDED(400, "Password update requires reauthentication"),
    REAUTHENTICATION_NOT_VALID(422, "Nonce has expired or is invalid"),
    REFRESH_TOKEN_ALREADY_USED(400, "Invalid Refresh Token: Already Used"),
    REFRESH_TOKEN_NOT_FOUND(400, "Invalid Refresh Token: Refresh Token Not Found"),
    REQUEST_ENTITY_TOO_LARGE(413, "Request body too large"),
    REQUEST_TIMEOUT(504, "Processing this request timed out, please retry after a moment."),
    SAML_PROVIDER_DISABLED(404, "SAML 2.0 is disabled"),
    SAME_PASSWORD(422, "New password should be different from the old password."),
    SESSION_EXPIRED(400, "Invalid Refresh Token: Session Expired"),
    SESSION_NOT_FOUND(403, "Session from session_id claim in JWT does not exist"),
    SIGNUP_DISABLED(422, "Signups not allowed for this instance"),
    SINGLE_IDENTITY_NOT_DELETABLE(422,
            "User must have at least 1 identity after unlinking"),
    SMS_SEND_FAILED(422, "Error sending the message"),
    TOO_MANY_ENROLLED_MFA_FACTORS(422, "Maximum number of verified factors reached, unenroll to"
            + " continue"),
    UNEXPECTED_FAILURE(500, "Unexpected failure, please check the server's log"),
    USER_ALREADY_EXISTS(422, "User already registered"),
    USER_BANNED(403, "User is banned"),
    USER_NOT_FOUND(404, "User not found"),
    VALIDATION_FAILED(400, "The request is not valid"),
    WEB3_PROVIDER_DISABLED(422, "Web3 provider is disabled"),
    WEBAUTHN_CHALLENGE_EXPIRED(400, "Challenge has expired"),
    WEBAUTHN_CHALLENGE_NOT_FOUND(400, "Challenge not found or already used"),
    WEBAUTHN_VERIFICATION_FAILED(400, "The credential could not be verified");

    private final int status;
    private final String message;

    AuthCode(int status, String message) {
        this.status = status;
        this.message = message;
    }

    /// The code as clients read it.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int status() {
        return status;
    }

    public String message() {
        return message;
    }

    /// To throw, in the usual words.
    public Refusal refusal() {
        return refusal(status, message);
    }

    /// To throw, in other words.
    public Refusal refusal(String otherMessage) {
        return refusal(status, otherMessage);
    }

    /// To throw, with another status and in other words.
    public Refusal refusal(int otherStatus, String otherMessage) {
        return new Refusal(new AuthFailure.Refused(this, otherStatus, otherMessage));
    }
}
