package dev.loam.modules.rest.ask;

import dev.loam.kernel.validation.BodyCheck;
import dev.loam.kernel.validation.Manner;

/// Makes the check of a request's body, once it is known how that is used.
@FunctionalInterface
public interface BodyChecks {
    /// Looks at nothing.
    BodyChecks NONE = _ -> null;

    /// Null where nothing is looked at.
    BodyCheck of(Manner manner);
}
