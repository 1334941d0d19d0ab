package dev.loam.app.config;

import dev.loam.kernel.pipeline.Step;
import java.util.List;
import java.util.stream.Collectors;

/// Writes `docs/reference/pipeline.md` from the list of steps.
public final class PipelineReference {
    private static final String HEAD = """
            # The pipeline

            Generated from the list of steps (`dev.loam.kernel.pipeline.Step`); do not edit.

            Every request of the API's port passes these steps from the first to the last, and its
            answer back from the last to the first, whichever module answers. A step that is
            switched off is not there: it costs nothing.

            | # | step | is about | stands there because |
            |---|---|---|---|
            """;
    private static final String PLACES = """

            Behind the last one stands the module. Refusals and defects further in than
            `BOUND_ERRORS` become answers there: [own stages](stages.md) may stand before or behind
            any step from there on (`before = "AUTHENTICATE"`), and stand at `CUSTOM` if nothing
            else is said. What a request spent in which part is in the field `Server-Timing` with
            `server.timing-enabled`, own stages among it as `stage-NAME`.

            ## Settings and figures

            The settings are explained in [the list of all](config.md), the figures in
            [theirs](metrics.md).

            | step | settings | figures |
            |---|---|---|
            """;

    private PipelineReference() {
    }

    /// Where the settings of a step lie, by what their keys begin with, and the names of its
    /// figures.
    private record Place(List<String> keys, String figures) {
        static Place of(String figures, String... keys) {
            return new Place(List.of(keys), figures);
        }
    }

    /// The whole page.
    public static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Step step : Step.values()) {
            page.append("| ").append(step.ordinal() + 1).append(" | `").append(step)
                    .append("` | ").append(step.does()).append(" | ").append(step.reason())
                    .append(" |\n");
        }
        page.append(PLACES);
        for (Step step : Step.values()) {
            Place place = place(step);
            page.append("| `").append(step).append("` | ").append(settings(place.keys()))
                    .append(" | ").append(place.figures()).append(" |\n");
        }
        return page.toString();
    }

    private static Place place(Step step) {
        return switch (step) {
            case LOCATE_CLIENT -> Place.of("", "server.trusted-", "server.proxy-");
            case NAME_REQUEST -> Place.of("", "server.trace-header", "trace.");
            case LEAVE_TRAIL -> Place.of("", "server.timing-enabled", "log.queries");
            case LOG_ACCESS -> Place.of("`loam_http_*`", "log.");
            case SECURE_HEADERS -> Place.of("", "security.", "headers.");
            case CORS -> Place.of("", "server.cors-", "cors.");
            case CODE_BODY -> Place.of("", "compression.", "coding.");
            case CUT_BODY -> Place.of("");
            case BOUND_ERRORS -> Place.of("", "rest.error-verbosity");
            case LIMIT_TIME -> Place.of("", "server.request-timeout");
            case LIMIT_RATE_OF_CLIENT, LIMIT_RATE_OF_CALLER ->
                    Place.of("`loam_rate_*`", "rate.", "limits.");
            case TELL_TIMING -> Place.of("", "server.timing-enabled");
            case AUTHENTICATE -> Place.of("", "jwt.", "database.anon-role");
            case ADMIT -> Place.of("`loam_load_*`", "load.");
            case CHOOSE_VERSION -> Place.of("`loam_version_*`", "versions.", "versioning.");
            case CUSTOM -> Place.of("`loam_stage_*`", "stages.", "plugins.");
            case HOLD_IDEMPOTENT -> Place.of("`loam_idempotency_*`", "idempotency.");
        };
    }

    /// Whole tables as such, single settings by their keys; what does not exist is left out.
    private static String settings(List<String> beginnings) {
        return beginnings.stream().flatMap(beginning -> Settings.ALL.stream()
                        .map(Setting::key).filter(key -> key.startsWith(beginning))
                        .map(key -> beginning.endsWith(".")
                                ? "[" + beginning.substring(0, beginning.length() - 1) + "]"
                                : key))
                .distinct().map(name -> '`' + name + '`').collect(Collectors.joining(", "));
    }
}
