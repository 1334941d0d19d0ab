package dev.loam.kernel.catalog;

import dev.loam.base.name.TableName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// The relationships that [CatalogSchema] holds, each written as one line.
final class RelationshipCases {
    private RelationshipCases() {
    }

    static Stream<Arguments> all() {
        return Stream.of(
                of("films", "directors",
                        "M2O films_director director_id=id", "M2O films_producer producer_id=id",
                        "computed hidden.director to one"),
                of("directors", "films",
                        "O2M films_director id=director_id", "O2M films_producer id=producer_id",
                        "computed api.best_film to one", "computed api.films to many"),
                of("films", "films", "M2O films_sequel sequel_of=id",
                        "O2M films_sequel id=sequel_of"),
                of("films", "specs", "O2O films_parent specs_film id=film_id"),
                of("specs", "films", "O2O specs_film film_id=id"),
                of("films", "actors",
                        "M2M api.roles roles_film roles_actor id=film_id actor_id=id",
                        "M2M api.using_roles roles_film roles_actor id=film_id actor_id=id"),
                of("actors", "films",
                        "M2M api.roles roles_actor roles_film id=actor_id film_id=id",
                        "M2M api.using_roles roles_actor roles_film id=actor_id film_id=id"),
                of("actors", "actors",
                        "M2M api.fans fans_actor fans_of id=actor_id of_actor_id=id",
                        "M2M api.fans fans_of fans_actor id=of_actor_id actor_id=id"),
                of("bookings", "seats", "M2O bookings_seat at_hall=hall at_place=place"),
                of("seats", "bookings", "O2M bookings_seat hall=at_hall place=at_place"),
                of("tickets", "events", "M2O tickets_event event_id=id event_day=day"),
                of("events", "films", "M2O events_film film_id=id"),
                of("films", "events_2024"),
                of("recent_films", "directors", "M2O films_director director_id=id"),
                of("directors", "recent_films", "O2M films_director id=director_id"),
                of("inner_films", "directors", "M2O films_director director_id=id"),
                of("inner_films", "specs", "O2O films_parent specs_film film=film_id"),
                of("roles", "inner_films", "M2O roles_film film_id=film"),
                of("films", "film_directors",
                        "M2O films_director director_id=did", "M2O films_producer producer_id=did",
                        "M2O films_sequel sequel_of=id"),
                of("film_directors", "directors",
                        "M2O films_producer producer_id=id",
                        "M2O films_producer producer_again=id"),
                of("film_directors", "film_directors",
                        "M2O films_producer producer_id=did",
                        "M2O films_producer producer_again=did",
                        "O2M films_producer did=producer_id",
                        "O2M films_producer did=producer_again"),
                of("film_titles", "directors", "M2O films_director director_id=id"),
                of("computed_films", "directors", "M2O films_director director_id=id"),
                of("films", "studios",
                        "M2M api.credits credits_film credits_studio"
                                + " id=film_id studio_id=studio_id"),
                of("credits", "studios", "M2O credits_studio studio_id=studio_id"),
                // The junction is in a schema that is not exposed, and nothing else relates them.
                of("directors", "actors",
                        "M2M hidden.likes likes_director likes_actor id=director_id actor_id=id"));
    }

    private static Arguments of(String from, String to, String... expected) {
        return Arguments.of(from, to, List.of(expected));
    }

    static List<String> between(Catalog catalog, String from, String to) {
        return catalog.relationshipsFrom(name(from)).stream()
                .filter(one -> one.to().equals(name(to))).map(RelationshipCases::describe).toList();
    }

    private static TableName name(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? new TableName("api", name)
                : new TableName(name.substring(0, dot), name.substring(dot + 1));
    }

    private static String describe(Relationship relationship) {
        return switch (relationship) {
            case Relationship.ManyToOne one -> "M2O " + one.constraint() + pairs(one.pairs());
            case Relationship.OneToMany one -> "O2M " + one.constraint() + pairs(one.pairs());
            case Relationship.OneToOne one -> "O2O " + (one.parent() ? "films_parent " : "")
                    + one.constraint() + pairs(one.pairs());
            case Relationship.ManyToMany one -> "M2M " + one.junction() + " "
                    + one.nearConstraint() + " " + one.farConstraint() + pairs(one.near())
                    + pairs(one.far());
            case Relationship.Computed one -> "computed " + one.function()
                    + (one.toOne() ? " to one" : " to many");
        };
    }

    private static String pairs(List<Relationship.Pair> pairs) {
        return pairs.stream().map(pair -> " " + pair.own() + "=" + pair.other())
                .collect(Collectors.joining());
    }

    static String describe(Function function) {
        String parameters = function.parameters().stream()
                .map(p -> p.name() + " " + p.type() + (p.required() ? "!" : "")
                        + (p.variadic() ? "*" : "")).collect(Collectors.joining(", "));
        Function.Returns returns = function.returns();
        return function.volatility() + " (" + parameters + ")"
                + (function.variadic() ? " variadic" : "") + (returns.set() ? " set" : "")
                + (returns.row() ? " row" : "") + " " + returns.type()
                + (returns.table() == null ? "" : " of " + returns.table())
                + (returns.columns().isEmpty() ? "" : " " + returns.columns().stream()
                        .map(c -> c.name() + " " + c.type()).toList());
    }
}
