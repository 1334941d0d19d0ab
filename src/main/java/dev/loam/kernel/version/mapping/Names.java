package dev.loam.kernel.version.mapping;

import dev.loam.base.failure.Refusal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names that a version has for one table, or for the arguments of one function, and those of
/// today that stand for them.
///
/// @param name what the version calls it
/// @param now what it is called today
/// @param places by the version's name of a column, where it is today
/// @param apart by the version's name of a column that was an object, where its members are today
/// @param gone by the version's name, what answers show for columns that are no more
/// @param hidden names of today that the version does not have
/// @param defaults by today's name, what new rows get where they have nothing
/// @param embedded by the name of a relationship, the table that it leads to
record Names(
        String version, String name, String now, Map<String, Place> places,
        Map<String, Map<String, Place>> apart, Map<String, byte[]> gone, Set<String> hidden,
        Map<String, byte[]> defaults, Map<String, String> embedded) {
    /// Of a table that is still what it was.
    static Names same(String version, String name) {
        return new Names(version, name, name, Map.of(), Map.of(), Map.of(), Set.of(), Map.of(),
                Map.of());
    }

    /// Whether its rows are the same today.
    boolean sameRows() {
        return places.isEmpty() && apart.isEmpty() && gone.isEmpty() && hidden.isEmpty()
                && defaults.isEmpty();
    }

    /// A field of the version in today's words; `asText` as for a filter.
    ///
    /// Fails: 400 for one that the version does not have, or that is no more.
    FieldText field(FieldText field, boolean asText) {
        String column = field.column();
        Place place = places.get(column);
        if (place != null) {
            return field.at(place, field.path(), asText);
        }
        Map<String, Place> members = apart.get(column);
        if (members != null) {
            return member(field, members, asText);
        }
        if (gone.containsKey(column)) {
            throw unusable(column, "It is kept for answers alone.");
        }
        requireKnown(column);
        return field;
    }

    private FieldText member(FieldText field, Map<String, Place> members, boolean asText) {
        if (field.path().isEmpty()) {
            throw unusable(
                    field.column(), "It is usable by its members, and as a whole in select.");
        }
        String key = field.path().getFirst().key();
        Place place = members.get(key);
        if (place == null) {
            throw unknown(field.column() + "->" + key);
        }
        List<FieldText.Arrow> rest = field.path().subList(1, field.path().size());
        return field.at(place, rest, asText && field.path().getFirst().asText());
    }

    /// Fails: 400 for a name of today alone.
    void requireKnown(String column) {
        if (hidden.contains(column)) {
            throw unknown(column);
        }
    }

    Refusal unknown(String what) {
        return new Refusal(new MappingFailure.Unknown(version, what));
    }

    Refusal unusable(String what, String use) {
        return new Refusal(new MappingFailure.Unusable(version, what, use));
    }

    /// Today's columns that hold a column of the version.
    Set<String> columns(String column) {
        var columns = new LinkedHashSet<String>();
        if (apart.containsKey(column)) {
            apart.get(column).values().forEach(place -> columns.add(place.column()));
        } else if (!gone.containsKey(column)) {
            columns.add(field(new FieldText(column, List.of()), false).column());
        }
        return columns;
    }

    /// The version's name of one of today's columns; the same where it has no other.
    String then(String column) {
        for (Map.Entry<String, Place> place : places.entrySet()) {
            if (place.getValue().equals(new Place(column, null))) {
                return place.getKey();
            }
        }
        return column;
    }

    /// From bodies of the version to rows of today; `partly` where rows that are there keep what
    /// the body does not have.
    Map<String, Rule> toNow(boolean partly) {
        Map<String, Rule> rules = new HashMap<>();
        hidden.forEach(name -> rules.put(name, Rule.REFUSE));
        gone.keySet().forEach(name -> rules.put(name, Rule.LEAVE));
        places.forEach((name, place) -> rules.put(name, partly && place.member() != null
                ? new Rule.Refuse("It is a part of '" + place.column()
                        + "' now, which cannot be changed in part.")
                : new Rule.To(place)));
        apart.forEach((name, members) ->
                rules.put(name, new Rule.Apart(members, Rule.Rest.REFUSED)));
        return rules;
    }

    /// From rows of today, all of their columns, to those of the version.
    Map<String, Rule> toThen() {
        Map<String, Rule> rules = new HashMap<>();
        hidden.forEach(name -> rules.put(name, Rule.LEAVE));
        Map<String, Map<String, Place>> opened = new HashMap<>();
        places.forEach((name, place) -> back(place, new Place(name, null), rules, opened));
        apart.forEach((name, members) -> members.forEach(
                (member, place) -> back(place, new Place(name, member), rules, opened)));
        opened.forEach((column, members) -> rules.put(column, new Rule.Apart(
                members, hidden.contains(column) ? Rule.Rest.GOES : Rule.Rest.STAYS)));
        return rules;
    }

    private static void back(
            Place now, Place then, Map<String, Rule> rules,
            Map<String, Map<String, Place>> opened) {
        if (now.member() == null) {
            rules.put(now.column(), new Rule.To(then));
        } else {
            opened.computeIfAbsent(now.column(), _ -> new LinkedHashMap<>())
                    .put(now.member(), then);
        }
    }
}
