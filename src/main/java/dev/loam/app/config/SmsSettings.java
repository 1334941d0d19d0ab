package dev.loam.app.config;

import dev.loam.base.config.Secret;
import java.net.URI;

/// The service that sends text messages, and the secret that what it is asked is signed with.
public record SmsSettings(URI address, Secret secret) {
}
