package dev.loam.adapters.smtp;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;

/// Mail addresses, and what may stand in the head of a mail.
final class Addresses {
    private Addresses() {
    }

    /// One bare address, its domain in ASCII; null where the text is anything else.
    static InternetAddress checked(String text) {
        try {
            int at = text.lastIndexOf('@');
            if (at < 1 || hasControls(text)) {
                return null;
            }
            var ascii = text.substring(0, at + 1) + IDN.toASCII(text.substring(at + 1));
            var address = new InternetAddress(ascii, true);
            // A name, a comment or a second address would be taken apart, and so be missing.
            return ascii.equals(address.getAddress()) && !address.isGroup() ? address : null;
        } catch (AddressException | IllegalArgumentException _) {
            return null;
        }
    }

    /// Whether a text holds a line break or another control character: with one of them whoever
    /// chose the text could write fields of the head.
    static boolean hasControls(String text) {
        return text.codePoints().anyMatch(Character::isISOControl);
    }
}
