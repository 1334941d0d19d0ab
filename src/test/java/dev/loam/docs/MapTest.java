package dev.loam.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The map lists every leaf once, and says of each whether it works.
class MapTest {
    private static final Path FOLDER = Path.of("docs/map");
    private static final List<Page.Row> LEAVES = Page.read(FOLDER.resolve("README.md")).rows()
            .stream().filter(row -> row.cell("leaf") != null).toList();

    @Test
    void there_are_74_leaves_each_once() {
        assertThat(LEAVES).hasSize(74);
        assertThat(LEAVES.stream().map(row -> row.cell("leaf")).distinct()).hasSize(74);
    }

    @Test
    void every_leaf_has_a_state() {
        assertThat(LEAVES).allMatch(row ->
                Set.of("works", "partly", "not yet").contains(row.cell("state")));
    }

    @Test
    void what_works_has_a_page_and_what_does_not_has_none() {
        assertThat(LEAVES).allSatisfy(row ->
                assertThat(row.cell("leaf").startsWith("[")).as(row.cell("leaf"))
                        .isEqualTo(!row.cell("state").equals("not yet")));
    }

    @Test
    void the_sum_is_right() {
        List<String> states = LEAVES.stream().map(row -> row.cell("state")).toList();
        assertThat(Page.read(FOLDER.resolve("README.md")).lines()).contains(
                Collections.frequency(states, "works") + " work, "
                        + Collections.frequency(states, "partly") + " work partly, "
                        + Collections.frequency(states, "not yet") + " do not yet.");
    }

    @Test
    void every_page_is_on_the_map() throws IOException {
        Set<String> linked = LEAVES.stream().map(row -> row.cell("leaf"))
                .filter(leaf -> leaf.startsWith("["))
                .map(leaf -> leaf.substring(leaf.lastIndexOf('(') + 1, leaf.length() - 1))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))).allMatch(linked::contains);
        }
    }

    @Test
    void every_page_says_what_where_how_and_what_is_missing() {
        assertThat(Page.all()).filteredOn(page -> page.file().startsWith(FOLDER)
                && !page.file().endsWith("README.md")).allSatisfy(page ->
                assertThat(page.lines()).as(page.file().toString()).contains(
                        "## What it does", "## Where it lives", "## See it", "## Missing"));
    }
}
