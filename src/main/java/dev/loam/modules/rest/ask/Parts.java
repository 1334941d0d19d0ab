package dev.loam.modules.rest.ask;

import dev.loam.kernel.query.Asked;

/// The rows of a body, cut between rows: so many of them at a time as one statement takes.
interface Parts {
    /// A part is full at the first row that ends past one of these.
    int BYTES = 256 << 10;
    int ROWS = 5_000;

    /// The next rows, null behind the last ones. Blocks for the client.
    ///
    /// Fails: 400 PGRST102 for what cannot be read, 413 for a row beyond the bound.
    Asked.Payload.Json next();
}
