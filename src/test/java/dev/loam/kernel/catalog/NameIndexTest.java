package dev.loam.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameIndexTest {
    private static final NameIndex STATES = new NameIndex(List.of("Alabama", "Alaska",
            "American Samoa", "Arizona", "Arkansas", "California", "Colorado", "Connecticut",
            "Delaware", "District of Columbia", "Florida", "Georgia", "Guam", "Hawaii", "Idaho",
            "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland",
            "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana",
            "Nebraska", "Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York",
            "North Carolina", "North Dakota", "Northern Marianas Islands", "Ohio", "Oklahoma",
            "Oregon", "Pennsylvania", "Puerto Rico", "Rhode Island", "South Carolina",
            "South Dakota", "Tennessee", "Texas", "Utah", "Vermont", "Virginia", "Virgin Islands",
            "Washington", "West Virginia", "Wisconsin", "Wyoming"));

    // The examples in the README of Haskell's fuzzyset, but that equals stay in the order of grams.
    @ParameterizedTest
    @CsvSource(textBlock = """
            Burger Islands, Virgin Islands 0.7143 Rhode Island 0.5714 Northern Marianas Islands \
            0.4400 Maryland 0.3571
            Why-oh-me-ing,  Wyoming 0.5385
            Connect a cat,  Connecticut 0.6923
            Transylvania,   Pennsylvania 0.7500 California 0.3333 Kansas 0.3333 Arkansas 0.3333
            CanOfSauce,     Kansas 0.4000
            alaska,         Alaska 1.0000
            """)
    void scores_are_those_of_the_published_examples(String asked, String expected) {
        assertThat(String.join(" ", STATES.matches(asked, 0.33).stream()
                .map(m -> m.name() + " " + "%.4f".formatted(m.score())).toList()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # asked,        names,                          minimum, nearest
            percolator,     Jurassic Park|Terminator|Matrix, 0.33,   Terminator
            projets,        projects|project|clients,       0.75,    projects
            userz,          users|user_roles|uses,          0.75,    users
            user_role,      users|user_roles|roles,         0.75,    user_roles
            nothing_alike,  users|projects,                 0.33,    -
            usr,            users,                          0.75,    -
            USERS,          users,                          0.75,    users
            'a, b, d',      'a, b, c|x, y',                 0.33,    'a, b, c'
            größen,         größe|grosse,                   0.75,    größe
            """)
    void the_nearest_name_is_at_least_so_similar(
            String asked, String names, double minimum, String nearest) {
        assertThat(Names.nearest(asked, List.of(names.split("\\|")), minimum).orElse(null))
                .isEqualTo(nearest);
    }

    @Test
    void nothing_is_near_in_an_empty_index_or_to_a_name_without_letters_or_end() {
        assertThat(Names.nearest("x", List.of(), 0)).isEmpty();
        assertThat(Names.nearest("", List.of("users"), 0.33)).isEmpty();
        assertThat(Names.nearest("---", List.of("users"), 0.33)).isEmpty();
        assertThat(Names.nearest("u".repeat(100_000), List.of("users"), 0)).isEmpty();
    }

    @Test
    void similarity_is_by_characters_not_by_code_units() {
        assertThat(NameIndex.similarity("a𝒳c".codePoints().toArray(),
                "abc".codePoints().toArray())).isCloseTo(2.0 / 3, within(1e-9));
    }

    @Test
    void twenty_thousand_names_are_searched_in_milliseconds() {
        var random = new Random(1);
        var names = new ArrayList<String>();
        for (int i = 0; i < 20_000; i++) {
            names.add("customer_" + Integer.toString(random.nextInt(1 << 30), 36) + "_history");
        }
        long begun = System.nanoTime();
        var index = new NameIndex(names);
        long built = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(index.nearest(names.get(i * 100).replace("_his", "_hsi"), 0.75))
                    .contains(names.get(i * 100));
        }
        long asked = System.nanoTime();
        System.out.printf("20,000 names: index %d ms, look-up %d µs%n",
                (built - begun) / 1_000_000, (asked - built) / 100_000);
        assertThat((asked - built) / 100).isLessThan(200_000_000L);
    }
}
