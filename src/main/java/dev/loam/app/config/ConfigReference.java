package dev.loam.app.config;

import java.util.stream.Collectors;

/// Writes `docs/reference/config.md` from the table of settings.
public final class ConfigReference {
    private static final String HEAD = """
            # Configuration

            Generated from the table of settings (`dev.loam.app.config.Settings`); do not edit.

            `./loam up` reads `loam.toml` in the project's folder, then `LOAM_*` variables over it,
            then flags. Unknown keys, wrong types and bad values are reported together, and nothing
            starts. `./loam config` prints every setting with its value and where that comes from.

            `./loam rest` reads PostgREST's own file and its `PGRST_*` variables instead: the last
            column names the setting there. A name such as `db-max-rows` is the variable
            `PGRST_DB_MAX_ROWS`. Where its default differs it is PostgREST's: port 3000, no admin
            port, no anonymous role, `public` as the only extra schema, `error` as the log level.
            The host is the one deviation: loopback unless another is given.

            Durations are written `250ms`, `30s`, `5m`, `2h`, `1m30s`, or as a number of seconds;
            sizes `64KiB`, `8MiB`. In a variable a list is separated by commas.

            A table or key with `NAME` stands for one a name, of a provider such as `google`, for
            instance: `[auth.external.google]`, `LOAM_AUTH_EXTERNAL_GOOGLE_CLIENT_ID`. Keys of
            `[auth]` are those of a Supabase project's `config.toml` with hyphens for underscores.
            """;

    private ConfigReference() {
    }

    /// The whole page.
    public static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        String section = "";
        for (Setting<?> setting : Settings.ALL) {
            if (!setting.section().equals(section)) {
                section = setting.section();
                page.append("\n## [").append(nameFilled(section)).append("]\n\n");
                names(page, setting);
                page
                        .append("| key | variable | default | meaning | PostgREST |\n")
                        .append("|---|---|---|---|---|\n");
            }
            page.append(row(setting));
        }
        page.append("\n## Taken without effect yet, and named in a warning\n\n");
        PostgrestConfig.WITHOUT_EFFECT.stream().sorted()
                .forEach(name -> page.append("- `").append(name).append("`\n"));
        return page.toString();
    }

    private static void names(StringBuilder page, Setting<?> setting) {
        if (!setting.names().isEmpty()) {
            page.append("`NAME` is one of ")
                    .append(setting.names().stream().sorted().map(name -> '`' + name + '`')
                            .collect(Collectors.joining(", ")))
                    .append(".\n\n");
        }
    }

    private static String row(Setting<?> setting) {
        String name = setting.key().substring(setting.section().length() + 1);
        String theirs = setting.postgrestKey() == null ? "" : '`' + setting.postgrestKey() + '`';
        return "| `" + nameFilled(name) + "` | `" + nameFilled(setting.variable()) + "` | "
                + fallbacks(setting) + " | " + setting.meaning() + " | " + theirs + " |\n";
    }

    private static <T> String fallbacks(Setting<T> setting) {
        String development = code(setting.kind().shown(setting.fallback()));
        if (!Settings.IN_PRODUCTION.containsKey(setting)) {
            return development;
        }
        @SuppressWarnings("unchecked") // It was put there as this setting's.
        T production = (T) Settings.IN_PRODUCTION.get(setting);
        return development + "; in production " + code(setting.kind().shown(production));
    }

    private static String code(String shown) {
        return shown.equals("none") ? "none" : '`' + shown + '`';
    }

    private static String nameFilled(String form) {
        return form.replace("*", "NAME");
    }
}
