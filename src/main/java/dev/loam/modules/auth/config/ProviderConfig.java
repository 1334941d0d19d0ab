package dev.loam.modules.auth.config;

import dev.loam.base.config.Secret;
import java.util.List;

/// Another service that people may sign in with.
///
/// - `enabled`: whether it counts at all.
/// - `clientIds`: ours there; the first one is used for sign-in, ID tokens may be meant for any.
/// - `secret`: null for a public client.
/// - `url`: the issuer or the base address, null for the preset's.
/// - `redirectUrl`: where it sends people back to, null for `…/callback`.
/// - `scopes`: asked for beside the preset's.
/// - `nonceChecked`: whether an ID token must bear the nonce it was asked with.
/// - `emailOptional`: whether people without an address may sign in.
public record ProviderConfig(
        boolean enabled, List<String> clientIds, Secret secret, String url, String redirectUrl,
        List<String> scopes, boolean nonceChecked, boolean emailOptional) {
    public ProviderConfig {
        clientIds = List.copyOf(clientIds);
        scopes = List.copyOf(scopes);
    }
}
