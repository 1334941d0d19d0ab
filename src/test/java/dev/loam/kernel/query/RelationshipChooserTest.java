package dev.loam.kernel.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.FunctionName;
import dev.loam.fixture.CatalogBuilder;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Relationship.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelationshipChooserTest {
    private static final Catalog CATALOG = new CatalogBuilder()
            .table("client", "id integer", "name text")
            .table("project", "id integer", "client_id integer", "payer_id integer")
            .table("task", "id integer", "project_id integer")
            .table("person", "id integer", "boss_id integer")
            .table("task_person", "task_id integer", "person_id integer")
            .key("task_project_fkey", "task", "project_id", "project", "id")
            .key("project_client_fkey", "project", "client_id", "client", "id")
            .key("project_payer_fkey", "project", "payer_id", "client", "id")
            .key("person_boss_fkey", "person", "boss_id", "person", "id")
            .add(new Relationship.ManyToMany(CatalogBuilder.name("task"),
                    CatalogBuilder.name("person"), CatalogBuilder.name("task_person"), "tp_task",
                    "tp_person", List.of(new Pair("id", "task_id")),
                    List.of(new Pair("person_id", "id"))))
            .add(new Relationship.Computed(CatalogBuilder.name("task"),
                    CatalogBuilder.name("client"), new FunctionName("api", "client"), true))
            .build();

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # origin, target,              hint,                expected
            task,     project,             -,                   ManyToOne task_project_fkey
            task,     project_id,          -,                   ManyToOne task_project_fkey
            task,     task_project_fkey,   -,                   ManyToOne task_project_fkey
            task,     project,             project_id,          ManyToOne task_project_fkey
            project,  task,                -,                   OneToMany task_project_fkey
            project,  task,                project_id,          OneToMany task_project_fkey
            project,  client,              client_id,           ManyToOne project_client_fkey
            project,  client,              project_payer_fkey,  ManyToOne project_payer_fkey
            project,  payer_id,            -,                   ManyToOne project_payer_fkey
            client,   project,             payer_id,            OneToMany project_payer_fkey
            person,   person,              -,                   OneToMany person_boss_fkey
            person,   boss_id,             -,                   ManyToOne person_boss_fkey
            person,   person_boss_fkey,    -,                   ManyToOne person_boss_fkey
            person,   person,              boss_id,             OneToMany person_boss_fkey
            task,     person,              -,                   ManyToMany task_person
            task,     person,              task_person,         ManyToMany task_person
            task,     client,              -,                   Computed client
            """)
    void an_embedding_means_one_relationship(
            String origin, String target, String hint, String expected) {
        assertThat(describe(find(origin, target, hint))).isEqualTo(expected);
    }

    @Test
    void two_foreign_keys_to_one_table_are_ambiguous_and_listed() {
        assertThatThrownBy(() -> find("project", "client", null))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.failure().code()).isEqualTo("PGRST201");
                    assertThat(refusal.failure().status()).isEqualTo(300);
                    assertThat(refusal.failure().hint()).contains("'client!project_client_fkey'",
                            "'client!project_payer_fkey'");
                    assertThat(refusal.failure().details()).contains(
                            "{\"cardinality\":\"many-to-one\","
                                    + "\"embedding\":\"project with client\",\"relationship\":"
                                    + "\"project_client_fkey using project(client_id)"
                                    + " and client(id)\"}");
                });
    }

    @Test
    void an_unknown_relationship_names_both_sides_and_the_hint() {
        assertThatThrownBy(() -> find("task", "client_of_task", "x"))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.failure().code()).isEqualTo("PGRST200");
                    assertThat(refusal.failure().details()).isEqualTo("Searched for a foreign key"
                            + " relationship between 'task' and 'client_of_task' using the hint"
                            + " 'x' in the schema 'api', but no matches were found.");
                });
    }

    private static Relationship find(String origin, String target, String hint) {
        return RelationshipChooser.find(CATALOG, "api", CatalogBuilder.name(origin),
                new Selected.Embed(null, target, hint, null, false, List.of()));
    }

    private static String describe(Relationship found) {
        return found.getClass().getSimpleName() + " " + switch (found) {
            case Relationship.ManyToOne r -> r.constraint();
            case Relationship.OneToMany r -> r.constraint();
            case Relationship.OneToOne r -> r.constraint();
            case Relationship.ManyToMany r -> r.junction().name();
            case Relationship.Computed r -> r.function().name();
        };
    }
}
