package dev.loam.app.config;

import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.NameIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The value and the origin of every setting after all layers were laid over each other.
public final class Resolved {
    private static final String DEFAULT = "default";
    private static final double LIKENESS_MIN = 0.6;

    private final Map<Setting<?>, Entry> entries;

    private Resolved(Map<Setting<?>, Entry> entries) {
        this.entries = entries;
    }

    /// Lays the given values over the defaults, the later over the earlier, and notes what is
    /// unknown or does not fit. A value that another one covers is checked all the same.
    ///
    /// `nameOf` gives a setting's name in the dialect at hand, null where it has none.
    static Resolved of(
            Function<Setting<?>, String> nameOf, Map<Setting<?>, Object> defaults,
            List<Given> given, List<String> problems) {
        Map<Setting<?>, Entry> entries = new LinkedHashMap<>();
        Map<String, Setting<?>> byName = Settings.ALL.stream()
                .filter(setting -> nameOf.apply(setting) != null)
                .collect(Collectors.toMap(nameOf, setting -> setting));
        for (Setting<?> setting : Settings.ALL) {
            if (setting.named()) {
                continue;
            }
            Object value = defaults.containsKey(setting)
                    ? defaults.get(setting) : setting.fallback();
            entries.put(setting, new Entry(value, DEFAULT));
        }
        for (Given one : given) {
            Setting<?> setting = byName.containsKey(one.name())
                    ? byName.get(one.name()) : ofItsName(one.name(), byName.values());
            if (setting == null) {
                problems.add(unknown(one, byName));
            } else {
                read(setting, one, entries, problems);
            }
        }
        return new Resolved(Collections.unmodifiableMap(entries));
    }

    /// The value; of one that stands for a name, [Setting#of] names it.
    public <T> T get(Setting<T> setting) {
        @SuppressWarnings("unchecked") // An entry is made by the kind of its own setting.
        T value = (T) entry(setting).value();
        return value;
    }

    /// The names below a table (`auth.external`) that any setting was given for, in their order.
    public SortedSet<String> names(String table) {
        return new TreeSet<>(namesAsGiven(table));
    }

    /// The same in the order in which they were given.
    SequencedSet<String> namesAsGiven(String table) {
        int start = table.length() + 1;
        return entries.keySet().stream().map(Setting::key)
                .filter(key -> key.startsWith(table + "."))
                .map(key -> key.indexOf('.', start) < 0 ? key.substring(start)
                        : key.substring(start, key.indexOf('.', start)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// Who gave the value: `default`, a file, a variable or a flag.
    public String origin(Setting<?> setting) {
        return entry(setting).origin();
    }

    /// How a complaint points at a setting.
    String where(Setting<?> setting) {
        String origin = origin(setting);
        boolean file = origin.contains(".toml") || isDefault(setting);
        return file ? origin + ": " + setting.key() : origin;
    }

    /// The tables a setting lists, each written schema.table; notes what is written otherwise.
    Set<TableName> tables(Setting<List<String>> setting, List<String> problems) {
        var tables = new HashSet<TableName>();
        for (String name : get(setting)) {
            int dot = name.indexOf('.');
            if (dot < 1 || dot == name.length() - 1) {
                problems.add(where(setting) + ": wanted schema.table, found \"" + name + '"');
            } else {
                tables.add(new TableName(name.substring(0, dot), name.substring(dot + 1)));
            }
        }
        return Set.copyOf(tables);
    }

    public boolean isDefault(Setting<?> setting) {
        return origin(setting).equals(DEFAULT);
    }

    /// Every setting in the table's order, secrets hidden.
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Setting<?> setting : present()) {
            lines.add(new Line(
                    setting.key(), shown(setting), origin(setting), setting.meaning()));
        }
        return lines;
    }

    /// One line a setting, `name = value`, secrets hidden. `nameOf` gives a setting's name in the
    /// dialect at hand, null where it has none.
    public String text(Function<Setting<?>, String> nameOf) {
        var text = new StringBuilder();
        for (Setting<?> setting : present()) {
            String name = nameOf.apply(setting);
            if (name != null) {
                text.append(name).append(" = ").append(shown(setting)).append('\n');
            }
        }
        return text.toString();
    }

    /// The value as a text, hidden where it is secret.
    public <T> String shown(Setting<T> setting) {
        return setting.kind().shown(get(setting));
    }

    private Entry entry(Setting<?> setting) {
        Entry entry = entries.get(setting);
        return entry == null ? new Entry(setting.fallback(), DEFAULT) : entry;
    }

    /// Every setting in the table's order; of those with a name, the ones that were given.
    private List<Setting<?>> present() {
        List<Setting<?>> present = new ArrayList<>();
        for (Setting<?> setting : Settings.ALL) {
            if (setting.named()) {
                entries.keySet().stream().filter(given -> setting.at(given.key()) != null)
                        .sorted(Comparator.comparing(Setting::key)).forEach(present::add);
            } else {
                present.add(setting);
            }
        }
        return present;
    }

    /// Whether there is a setting of that key.
    static boolean known(String key) {
        return Settings.ALL.stream().anyMatch(setting ->
                setting.named() ? setting.at(key) != null : setting.key().equals(key));
    }

    private static Setting<?> ofItsName(String key, Collection<Setting<?>> known) {
        return known.stream().filter(Setting::named).<Setting<?>>map(setting -> setting.at(key))
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static void read(
            Setting<?> setting, Given one, Map<Setting<?>, Entry> entries,
            List<String> problems) {
        Kind<?> kind = setting.kind();
        try {
            Object value = one.typed()
                    ? kind.fromValue().apply(one.value())
                    : kind.fromText().apply((String) one.value());
            entries.put(setting, new Entry(value, one.origin()));
        } catch (IllegalArgumentException | ArithmeticException _) {
            String found = kind.secret() ? "" : ", found " + shown(one.value());
            problems.add(one.where() + ": wanted " + kind.wanted() + found);
        }
    }

    private static String unknown(Given one, Map<String, Setting<?>> byName) {
        List<String> known = byName.keySet().stream()
                .flatMap(name -> spellings(one.name(), name, byName.get(name))).toList();
        if (known.stream().anyMatch(name -> name.startsWith(one.name() + "."))) {
            return one.where() + ": is a table, write [" + one.name() + "]";
        }
        return one.where() + ": unknown setting" + didYouMean(one.name(), known);
    }

    /// The names a setting could have been meant by.
    private static Stream<String> spellings(String given, String name, Setting<?> setting) {
        if (!setting.named()) {
            return Stream.of(name);
        }
        if (!setting.names().isEmpty()) {
            return setting.names().stream().map(one -> setting.of(one).key());
        }
        String[] parts = given.split("\\.");
        int at = name.substring(0, name.indexOf('*')).split("\\.").length;
        return Stream.of(at < parts.length ? setting.of(parts[at]).key() : name);
    }

    /// A question to end a sentence with, empty when nothing known is much like it.
    static String didYouMean(String unknown, Collection<String> known) {
        return new NameIndex(known).nearest(unknown, LIKENESS_MIN)
                .map(name -> "; did you mean " + name + "?").orElse("");
    }

    private static String shown(Object value) {
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }

    /// One line of a listing.
    public record Line(String key, String value, String origin, String meaning) {
    }

    private record Entry(Object value, String origin) {
    }
}
