package dev.loam.kernel.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.TableName;
import dev.loam.fixture.CatalogBuilder;
import dev.loam.kernel.catalog.Catalog;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemasTest {
    private static final TableName TRACK = new TableName("api", "track");
    private static final Catalog CATALOG = new CatalogBuilder()
            .table("track", "track_id integer", "name text").build();

    @Test
    void files_that_cannot_be_used_are_named() {
        assertThat(new Schemas(Map.of(TRACK, "{\"required\":[\"name\"]}")).flaws(CATALOG))
                .isEmpty();
        assertThat(new Schemas(Map.of(TRACK, "{\"type\":\"nothing\"}")).flaws(CATALOG))
                .singleElement().asString()
                .startsWith("The schema in the file for api.track cannot be used: ");
        assertThat(new Schemas(Map.of(TRACK, "no json")).flaws(CATALOG)).hasSize(1);
        assertThat(new Schemas(Map.of(new TableName("api", "gone"), "{}")).flaws(CATALOG))
                .containsExactly("The file for api.gone is for no table that is exposed");
    }

    @Test
    void what_cannot_be_used_is_left_out() {
        assertThat(new Schemas(Map.of(TRACK, "{}")).rows(CATALOG.table(TRACK))).isNotNull();
        assertThat(new Schemas(Map.of(TRACK, "no json")).rows(CATALOG.table(TRACK))).isNull();
        assertThat(Schemas.NONE.rows(CATALOG.table(TRACK))).isNull();
    }
}
