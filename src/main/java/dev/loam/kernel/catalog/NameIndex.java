package dev.loam.kernel.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/// Finds the names most like a mistyped one: the "FuzzySet" of the libraries of that name, since
/// clients see which name is suggested.
///
/// Names are compared in lower case. Each is cut into grams, pieces of 3 (else of 2) characters of
/// its letters and digits between two hyphens; the 50 names whose gram counts have the greatest
/// cosine similarity with those of the asked name are then ordered by 1 − Levenshtein distance /
/// longer length. Pieces of 2 are tried where those of 3 find nothing good enough. Names that are
/// equally good keep their order by cosine, and then that of the alphabet.
///
/// Immutable. A look-up costs in proportion to the number of names.
/// Source: the documentation of fuzzyset.js ("How it works") and of Haskell's `fuzzyset`.
public final class NameIndex {
    private static final int[] GRAM_SIZES = {3, 2};
    private static final int CANDIDATES_MAX = 50;
    /// Nothing useful is that long: identifiers end at 63 bytes, lists of parameters at a hundred.
    private static final int ASKED_CHARS_MAX = 1_000;
    private static final int BITS_OF_CHARACTER = 21;

    /// The names in lower case, in the order of the alphabet, and beside them as they are.
    private final String[] keys;
    private final String[] names;
    private final int longest;
    private final Grams[] grams = new Grams[GRAM_SIZES.length];

    public NameIndex(Collection<String> names) {
        var byKey = new TreeMap<String, String>();
        names.stream().sorted().forEach(name -> byKey.putIfAbsent(key(name), name));
        this.keys = byKey.keySet().toArray(String[]::new);
        this.names = byKey.values().toArray(String[]::new);
        this.longest = Arrays.stream(keys).mapToInt(String::length).max().orElse(0);
        for (int i = 0; i < GRAM_SIZES.length; i++) {
            grams[i] = new Grams(GRAM_SIZES[i], keys);
        }
    }

    /// A name and how alike it is, 1 for the same but for case.
    public record Match(String name, double score) {
    }

    /// The most similar name, if one is at least so similar.
    public Optional<String> nearest(String asked, double minimum) {
        return matches(asked, minimum).stream().findFirst().map(Match::name);
    }

    /// Similar names, the best first.
    public List<Match> matches(String asked, double minimum) {
        String key = key(asked);
        int same = Arrays.binarySearch(keys, key);
        if (same >= 0) {
            return List.of(new Match(names[same], 1));
        }
        int[] characters = key.codePoints().toArray();
        // What is so much longer than every name is like none.
        if (asked.length() > ASKED_CHARS_MAX || longest < minimum * characters.length) {
            return List.of();
        }
        for (Grams one : grams) {
            List<Match> matches = one.candidates(characters).stream()
                    .map(i -> new Match(names[i],
                            similarity(characters, keys[i].codePoints().toArray())))
                    .filter(match -> match.score() >= minimum)
                    // A stable sort: equals stay in the order of their grams.
                    .sorted(Comparator.comparingDouble(Match::score).reversed())
                    .toList();
            if (!matches.isEmpty()) {
                return matches;
            }
        }
        return List.of();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// 1 − Levenshtein distance / length of the longer.
    static double similarity(int[] one, int[] two) {
        int longer = Math.max(one.length, two.length);
        return longer == 0 ? 1 : 1 - (double) distance(one, two) / longer;
    }

    private static int distance(int[] one, int[] two) {
        int[] row = new int[two.length + 1];
        for (int j = 0; j <= two.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= two.length; j++) {
                int replaced = diagonal + (one[i - 1] == two[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[two.length];
    }

    /// The grams of one size of all names: for each gram a run of places of names, with how often
    /// each has it. Arrays, for there may be a hundred thousand names.
    private static final class Grams {
        private final int size;
        private final Map<Long, Integer> numbers = new HashMap<>();
        /// By the number of a gram, where its run begins; the next one's beginning is its end.
        private final int[] starts;
        private final int[] places;
        private final int[] times;
        private final double[] magnitudes;

        Grams(int size, String[] keys) {
            this.size = size;
            this.magnitudes = new double[keys.length];
            var lengths = new ArrayList<Integer>();
            for (int place = 0; place < keys.length; place++) {
                Map<Long, Integer> found = counts(keys[place].codePoints().toArray());
                magnitudes[place] = magnitude(found);
                for (long gram : found.keySet()) {
                    Integer number = numbers.putIfAbsent(gram, lengths.size());
                    if (number == null) {
                        lengths.add(1);
                    } else {
                        lengths.set(number, lengths.get(number) + 1);
                    }
                }
            }
            this.starts = new int[lengths.size() + 1];
            for (int i = 0; i < lengths.size(); i++) {
                starts[i + 1] = starts[i] + lengths.get(i);
            }
            this.places = new int[starts[lengths.size()]];
            this.times = new int[places.length];
            fill(keys);
        }

        private void fill(String[] keys) {
            int[] next = starts.clone();
            for (int place = 0; place < keys.length; place++) {
                for (Map.Entry<Long, Integer> gram
                        : counts(keys[place].codePoints().toArray()).entrySet()) {
                    int at = next[numbers.get(gram.getKey())]++;
                    places[at] = place;
                    times[at] = gram.getValue();
                }
            }
        }

        /// The places of the names with the greatest cosine similarity, the greatest first.
        List<Integer> candidates(int[] asked) {
            double[] likeness = products(counts(asked));
            for (int place = 0; place < likeness.length; place++) {
                // The asked name's own magnitude is the same for all.
                likeness[place] /= magnitudes[place];
            }
            Comparator<Integer> best = Comparator.<Integer>comparingDouble(
                    place -> -likeness[place]).thenComparing(Comparator.naturalOrder());
            var kept = new PriorityQueue<Integer>(best.reversed());
            for (int place = 0; place < likeness.length; place++) {
                boolean fits = kept.size() < CANDIDATES_MAX
                        || likeness[place] > likeness[kept.element()];
                if (likeness[place] > 0 && fits) {
                    kept.add(place);
                    if (kept.size() > CANDIDATES_MAX) {
                        kept.remove();
                    }
                }
            }
            return kept.stream().sorted(best).toList();
        }

        /// By place, the scalar product of a name's gram counts and these.
        private double[] products(Map<Long, Integer> counts) {
            var products = new double[magnitudes.length];
            for (Map.Entry<Long, Integer> gram : counts.entrySet()) {
                Integer number = numbers.get(gram.getKey());
                int end = number == null ? 0 : starts[number + 1];
                for (int at = number == null ? 0 : starts[number]; at < end; at++) {
                    products[places[at]] += times[at] * gram.getValue();
                }
            }
            return products;
        }

        private Map<Long, Integer> counts(int[] key) {
            int[] enclosed = new int[key.length + 2];
            int end = 0;
            enclosed[end++] = '-';
            for (int character : key) {
                if (counts(character)) {
                    enclosed[end++] = character;
                }
            }
            enclosed[end++] = '-';
            var counts = new LinkedHashMap<Long, Integer>();
            for (int at = 0; at + size <= end; at++) {
                long gram = 0;
                for (int i = 0; i < size; i++) {
                    gram = gram << BITS_OF_CHARACTER | enclosed[at + i];
                }
                counts.merge(gram, 1, Integer::sum);
            }
            return counts;
        }

        private static boolean counts(int character) {
            return Character.isLetterOrDigit(character) || Character.isWhitespace(character)
                    || character == ',';
        }

        private static double magnitude(Map<Long, Integer> counts) {
            return Math.sqrt(counts.values().stream().mapToDouble(n -> (double) n * n).sum());
        }
    }
}
