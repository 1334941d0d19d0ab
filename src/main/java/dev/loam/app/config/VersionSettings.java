package dev.loam.app.config;

import dev.loam.kernel.version.ApiVersion;
import dev.loam.kernel.version.Versions;
import dev.loam.kernel.version.mapping.Mapping;
import dev.loam.kernel.version.mapping.MappingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the versions of the API.
final class VersionSettings {
    private VersionSettings() {
    }

    static Versions from(Resolved values, Path projectDir, List<String> problems) {
        List<ApiVersion> versions = new ArrayList<>();
        for (String name : values.names(VersionTable.VERSIONS)) {
            ApiVersion version = version(name, values, projectDir, problems);
            if (version != null) {
                versions.add(version);
            }
        }
        if (versions.isEmpty()) {
            return Versions.NONE;
        }
        String usual = values.get(VersionTable.DEFAULT);
        String last = versions.getLast().date().toString();
        LocalDate date = known(usual.equals(VersionTable.NEWEST) ? last : usual,
                VersionTable.DEFAULT, versions, problems);
        Map<String, LocalDate> pins = new LinkedHashMap<>();
        for (String pin : values.get(VersionTable.PINS)) {
            int equals = pin.lastIndexOf('=');
            LocalDate pinned = known(pin.substring(equals + 1), VersionTable.PINS, versions,
                    problems);
            if (pinned != null) {
                pins.put(pin.substring(0, Math.max(0, equals)), pinned);
            }
        }
        return new Versions(versions, date, pins);
    }

    private static ApiVersion version(
            String name, Resolved values, Path projectDir, List<String> problems) {
        String where = VersionTable.VERSIONS + "." + name + ": ";
        String schema = values.get(VersionTable.SCHEMA.of(name));
        if (schema == null || !values.get(Settings.SCHEMAS).contains(schema)) {
            problems.add(where + "wanted a schema that is one of " + Settings.SCHEMAS.key());
            return null;
        }
        LocalDate deprecated = values.get(VersionTable.DEPRECATED.of(name));
        LocalDate sunset = values.get(VersionTable.SUNSET.of(name));
        if (deprecated != null && sunset != null && sunset.isBefore(deprecated)) {
            problems.add(where + "sunset must not be before deprecated");
        }
        try {
            return new ApiVersion(LocalDate.parse(name), schema, deprecated, sunset,
                    values.get(VersionTable.LINK.of(name)),
                    mapping(name, values, projectDir, problems));
        } catch (DateTimeParseException _) {
            problems.add(where + "wanted a date such as 2026-11-01 as its name");
            return null;
        }
    }

    private static Mapping mapping(
            String name, Resolved values, Path projectDir, List<String> problems) {
        String file = values.get(VersionTable.MAPPING.of(name));
        if (file == null) {
            return null;
        }
        List<String> wrong = new ArrayList<>();
        Mapping mapping = null;
        try {
            mapping = MappingReader.read(
                    name, Files.readString(projectDir.resolve(file)), wrong);
        } catch (IOException unreadable) {
            wrong.add("cannot be read: " + unreadable);
        }
        wrong.forEach(problem -> problems.add(file + ": " + problem));
        return mapping;
    }

    /// The date where it is that of a version; else it is noted, and null.
    private static LocalDate known(
            String text, Setting<?> setting, List<ApiVersion> versions, List<String> problems) {
        for (ApiVersion version : versions) {
            if (version.date().toString().equals(text)) {
                return version.date();
            }
        }
        problems.add(setting.key() + ": there is no version \"" + text + '"');
        return null;
    }
}
