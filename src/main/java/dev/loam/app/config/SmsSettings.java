package dev.loam.app.config;

import dev.loam.base.config.Secret;
import java.net.URI;

/// The service that sends text messages. `secret` signs what it is asked, null for unsigned.
public record SmsSettings(URI address, Secret secret) {
    static SmsSettings from(Resolved values) {
        return new SmsSettings(URI.create(values.get(AuthMessageTable.SMS_URL)),
                values.get(AuthMessageTable.SMS_SECRET));
    }
}
