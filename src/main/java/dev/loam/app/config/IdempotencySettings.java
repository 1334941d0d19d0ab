package dev.loam.app.config;

import dev.loam.kernel.idempotency.IdempotencyConfig;
import dev.loam.kernel.idempotency.IdempotencyConfig.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What `[idempotency]` says: whether keys are heeded at all, and how.
public record IdempotencySettings(boolean enabled, IdempotencyConfig config) {
    static IdempotencySettings from(Resolved values, List<String> problems) {
        for (Setting<Duration> time : List.of(IdempotencyTable.LIFETIME, IdempotencyTable.WAIT)) {
            if (values.get(time).isZero()) {
                problems.add(values.where(time) + ": wanted more than 0s");
            }
        }
        return new IdempotencySettings(values.get(IdempotencyTable.ENABLED), new IdempotencyConfig(
                values.get(IdempotencyTable.LIFETIME), values.get(IdempotencyTable.WAIT),
                Math.toIntExact(values.get(IdempotencyTable.ANSWER_MAX).bytes()),
                required(values, problems)));
    }

    private static List<Place> required(Resolved values, List<String> problems) {
        var places = new ArrayList<Place>();
        for (String text : values.get(IdempotencyTable.REQUIRED)) {
            try {
                places.add(Place.parse(text));
            } catch (IllegalArgumentException _) {
                problems.add(values.where(IdempotencyTable.REQUIRED) + ": wanted a path such as"
                        + " /rest/v1/payments, perhaps after POST, PATCH, PUT or DELETE, found \""
                        + text + '"');
            }
        }
        return places;
    }
}
