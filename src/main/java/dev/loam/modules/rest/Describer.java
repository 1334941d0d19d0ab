package dev.loam.modules.rest;

import dev.loam.kernel.catalog.Catalog;
import dev.loam.modules.rest.openapi.OpenApi;
import dev.loam.modules.rest.openapi.Privileges;
import dev.loam.modules.rest.openapi.v31.OpenApi31;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import java.net.URI;
import java.util.List;

/// Makes a description without a request that asks for it.
final class Describer {
    private static final URI NOWHERE = URI.create("http://localhost/");

    private Describer() {
    }

    static byte[] document(RestModule.Described described, Catalog catalog, Database database,
            Run run) {
        OpenApi.Visible visible = described.role() == null ? OpenApi.Visible.ALL
                : visible(described, database, run);
        return described.older()
                ? new OpenApi(null, false)
                        .document(described.schema(), catalog, visible, NOWHERE)
                : new OpenApi31(null, described.schemas())
                        .document(described.schema(), catalog, visible, NOWHERE);
    }

    private static OpenApi.Visible visible(
            RestModule.Described described, Database database, Run run) {
        var session = new Session(
                described.role(), List.of(), Session.Access.READ_ONLY, null, List.of());
        Outcome outcome = database.run(Privileges.sql(described.schema()), session, run);
        return switch (outcome) {
            case Rows rows -> Privileges.visible(rows.bytes(0, 0));
            case Outcome.SqlError error -> throw new IllegalArgumentException(error.message());
            case Outcome.Unavailable lost -> throw new IllegalArgumentException(lost.message());
        };
    }
}
