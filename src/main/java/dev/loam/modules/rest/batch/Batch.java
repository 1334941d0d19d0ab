package dev.loam.modules.rest.batch;

import dev.loam.ports.database.Session.Isolation;
import java.util.List;

/// What is to be done in one transaction. `isolation` is null where the batch does not say. With
/// `references`, bodies may refer to the results of earlier operations.
record Batch(Isolation isolation, boolean references, List<Operation> operations) {
}
