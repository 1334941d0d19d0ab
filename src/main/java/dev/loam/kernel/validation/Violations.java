package dev.loam.kernel.validation;

import dev.loam.base.failure.Refusal;
import java.util.ArrayList;
import java.util.List;

/// The violations of one body, so many at most: the one too many ends the reading.
///
/// One thread at a time.
public final class Violations {
    private final int max;
    private final List<Violation> found = new ArrayList<>();

    public Violations(int max) {
        this.max = max;
    }

    /// Fails: 422 LOAM-VALIDATION-001 where there is no room for it.
    void add(Violation violation) {
        if (found.size() == max) {
            throw new Refusal(ValidationFailure.of(found, true));
        }
        found.add(violation);
    }

    public boolean any() {
        return !found.isEmpty();
    }

    /// Fails: 422 LOAM-VALIDATION-001 where there is any.
    public void requireNone() {
        if (!found.isEmpty()) {
            throw new Refusal(ValidationFailure.of(found, false));
        }
    }
}
