package dev.loam.app.config;


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

            Durations are written `250ms`, `30s`, `5m`, `2h`; sizes `64KiB`, `8MiB`. In a variable
            a list is separated by commas.
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
                page.append("\n## [").append(section).append("]\n\n")
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

    private static <T> String row(Setting<T> setting) {
        String name = setting.key().substring(setting.section().length() + 1);
        String fallback = setting.kind().shown(setting.fallback());
        String theirs = setting.postgrestKey() == null ? "" : '`' + setting.postgrestKey() + '`';
        return "| `" + name + "` | `" + setting.variable() + "` | "
                + (fallback.equals("none") ? "none" : "`" + fallback + "`") + " | "
                + setting.meaning() + " | " + theirs + " |\n";
    }
}
