package dev.loam.modules.auth.account;

import dev.loam.modules.auth.failure.AuthCode;
import java.util.Locale;
import java.util.regex.Pattern;

/// Email addresses and telephone numbers in the form in which they are kept.
public final class Addresses {
    private static final int EMAIL_CHARS_MAX = 254;
    /// Narrower than RFC 5321: no quotes, no comments, no address literals.
    private static final Pattern EMAIL = Pattern.compile(
            "[^\\s@\"<>()\\[\\],;:\\\\\\p{Cntrl}]{1,64}@"
                    + "(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)*"
                    + "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?");
    private static final Pattern PHONE = Pattern.compile("[1-9][0-9]{1,14}");

    private Addresses() {
    }

    /// In lower case and without space around it; null for null or blank.
    public static String email(String given) {
        if (given == null || given.isBlank()) {
            return null;
        }
        var email = given.strip().toLowerCase(Locale.ROOT);
        var local = email.substring(0, Math.max(0, email.indexOf('@')));
        if (email.length() > EMAIL_CHARS_MAX || !EMAIL.matcher(email).matches()
                || local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Unable to validate email address: invalid format");
        }
        return email;
    }

    /// The digits of an E.164 number, without the plus sign; null for null or blank.
    public static String phone(String given) {
        if (given == null || given.isBlank()) {
            return null;
        }
        var phone = given.replace(" ", "").replaceFirst("^\\+", "");
        if (!PHONE.matcher(phone).matches()) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Invalid phone number format (E.164 required)");
        }
        return phone;
    }
}
