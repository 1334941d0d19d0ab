package dev.loam.app.config;

/// What makes a running server read its schema and settings again. `preConfig` may be null.
public record ReloadSettings(
        String channel, boolean channelEnabled, boolean databaseConfig, String preConfig) {
    static ReloadSettings from(Resolved values) {
        return new ReloadSettings(
                values.get(Settings.CHANNEL), values.get(Settings.CHANNEL_ENABLED),
                values.get(Settings.DATABASE_CONFIG), values.get(Settings.PRE_CONFIG));
    }
}
