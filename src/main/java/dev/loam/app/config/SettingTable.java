package dev.loam.app.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Settings in the order they were added, all under one table of `loam.toml`, and what holds in
/// production where that differs.
final class SettingTable {
    private final String prefix;
    private final List<Setting<?>> settings = new ArrayList<>();
    private final Map<Setting<?>, Object> inProduction = new LinkedHashMap<>();

    SettingTable(String prefix) {
        this.prefix = prefix;
    }

    <T> Setting<T> add(Setting<T> setting) {
        settings.add(setting);
        return setting;
    }

    <T> Setting<T> add(String key, Kind<T> kind, T fallback, String meaning) {
        return named(Set.of(), key, kind, fallback, meaning);
    }

    /// One with another default in production.
    <T> Setting<T> add(String key, Kind<T> kind, T fallback, T production, String meaning) {
        Setting<T> setting = add(key, kind, fallback, meaning);
        inProduction.put(setting, production);
        return setting;
    }

    /// One for each of some names, or of any when they are empty.
    <T> Setting<T> named(
            Set<String> names, String key, Kind<T> kind, T fallback, String meaning) {
        return add(new Setting<>(prefix + key, names, null, kind, fallback, meaning));
    }

    List<Setting<?>> settings() {
        return Collections.unmodifiableList(settings);
    }

    Map<Setting<?>, Object> inProduction() {
        return Collections.unmodifiableMap(inProduction);
    }
}
