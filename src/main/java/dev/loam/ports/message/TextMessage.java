package dev.loam.ports.message;

/// One message to one telephone.
///
/// `phone` is an E.164 number without the plus sign; `channel` is `sms` or `whatsapp`; `code` is
/// the one-time code that `text` holds, for services that word the message themselves.
public record TextMessage(String phone, String channel, String text, String code) {
    /// The number and the code are nobody's business but the addressee's.
    @Override
    public String toString() {
        return "TextMessage[" + channel + "]";
    }
}
