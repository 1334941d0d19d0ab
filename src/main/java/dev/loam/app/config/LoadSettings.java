package dev.loam.app.config;

import dev.loam.kernel.admission.AdmissionConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What `[load]` says. The limits are null where they come from the pool's size.
public record LoadSettings(
        boolean enabled, Integer limitMin, Integer limitMax, int queueMax, Duration waitMax,
        Duration target, Set<String> serviceRoles) {
    static LoadSettings from(Resolved values, List<String> problems) {
        Integer min = values.get(LoadTable.LIMIT_MIN);
        Integer max = values.get(LoadTable.LIMIT_MAX);
        if (min != null && max != null && min > max) {
            problems.add(values.where(LoadTable.LIMIT_MIN) + ": wanted no more than "
                    + LoadTable.LIMIT_MAX.key() + ", which is " + max);
        }
        return new LoadSettings(values.get(LoadTable.ENABLED), min, max,
                values.get(LoadTable.QUEUE_MAX), values.get(LoadTable.WAIT_MAX),
                values.get(LoadTable.TARGET), Set.copyOf(values.get(LoadTable.SERVICE_ROLES)));
    }

    /// In front of a pool of that size. A limit that is not given gives way to one that is.
    public AdmissionConfig config(int connections) {
        AdmissionConfig usual = AdmissionConfig.ofPool(connections);
        int min = limitMin != null ? limitMin
                : limitMax == null ? usual.limitMin() : Math.min(usual.limitMin(), limitMax);
        int max = limitMax != null ? limitMax : Math.max(usual.limitMax(), min);
        return new AdmissionConfig(connections, min, max, queueMax, waitMax, target, serviceRoles);
    }
}
