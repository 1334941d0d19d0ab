package dev.loam.modules.auth.account;

import dev.loam.modules.auth.config.PhoneConfig;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.OneTimeTokens.Purpose;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.wire.Fields;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Prepares the messages that prove a telephone number: the code is made and noted with the
/// account; the message is to be sent once that is committed. Numbers for tests have a code of
/// their own and get no message.
public final class Texts {
    private static final Set<String> CHANNELS = Set.of("sms", "whatsapp");

    private final PhoneConfig config;
    private final Codes codes;

    public Texts(PhoneConfig config, Codes codes) {
        this.config = config;
        this.codes = codes;
    }

    /// A message that waits to be sent.
    public record Text(String phone, String code, ObjectNode user) {
        /// It holds a code.
        @Override
        public String toString() {
            return "Text[***]";
        }
    }

    /// The channel a client wants, `sms` by default.
    static String channel(Fields body) {
        var channel = body.text("channel");
        if (channel == null || channel.isEmpty()) {
            return "sms";
        }
        if (!CHANNELS.contains(channel)) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Invalid channel, supported values are 'sms' or 'whatsapp'");
        }
        return channel;
    }

    /// For a new account or a sign-in.
    public Text confirmation(Statements tx, User user) {
        return text(tx, user, Purpose.CONFIRMATION_TOKEN, user.phone(), "confirmation_sent_at");
    }

    /// To the new number of an account, which has been told it already.
    public Text change(Statements tx, User user) {
        return text(tx, user, Purpose.PHONE_CHANGE_TOKEN, user.phoneChange(),
                "phone_change_sent_at");
    }

    /// A nonce that shows that the user is still there.
    public Text reauthentication(Statements tx, User user) {
        return text(tx, user, Purpose.REAUTHENTICATION_TOKEN, user.phone(),
                "reauthentication_sent_at");
    }

    private Text text(
            Statements tx, User user, Purpose purpose, String phone, String sentAt) {
        var fixed = config.testCodes().get(phone);
        var code = fixed == null ? codes.make(tx, user, purpose, phone, config.codeDigits(), false)
                : codes.keep(tx, user, purpose, phone, fixed, false);
        var noted = Users.update(tx, user.id(), new Changes().now(sentAt));
        return new Text(phone, code.code(), UserJson.of(tx, noted));
    }
}
