package dev.loam.app.top;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// The samples of one answer of `/metrics`, by their names.
///
/// Source: Prometheus documentation, "Exposition formats", text-based format 0.0.4.
public final class Scrape {
    /// Nothing, as before a process began.
    public static final Scrape NONE = new Scrape(Map.of());

    private final Map<String, List<Sample>> samples;

    /// A value and what tells it from others of the same name.
    public record Sample(Map<String, String> labels, double value) {
    }

    private Scrape(Map<String, List<Sample>> samples) {
        this.samples = samples;
    }

    /// A line that is no sample is passed over.
    public static Scrape of(String text) {
        Map<String, List<Sample>> found = new HashMap<>();
        text.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                .forEach(line -> take(line, found));
        return new Scrape(found);
    }

    private static void take(String line, Map<String, List<Sample>> found) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '{' && line.charAt(end) != ' ') {
            end++;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        int at = end < line.length() && line.charAt(end) == '{'
                ? labels(line, end + 1, labels) : end;
        // A timestamp may follow the value.
        String[] rest = line.substring(Math.min(at, line.length())).strip().split(" ", 2);
        try {
            found.computeIfAbsent(line.substring(0, end), _ -> new ArrayList<>())
                    .add(new Sample(labels, number(rest[0])));
        } catch (NumberFormatException _) {
            // No sample.
        }
    }

    /// Takes the labels that begin there, and says where they end.
    private static int labels(String line, int from, Map<String, String> labels) {
        int at = from;
        while (at < line.length() && line.charAt(at) != '}') {
            int equals = line.indexOf("=\"", at);
            if (equals < 0) {
                return line.length();
            }
            var value = new StringBuilder();
            int end = equals + 2;
            for (; end < line.length() && line.charAt(end) != '"'; end++) {
                char c = line.charAt(end);
                if (c == '\\' && end + 1 < line.length()) {
                    end++;
                    c = line.charAt(end) == 'n' ? '\n' : line.charAt(end);
                }
                value.append(c);
            }
            labels.put(line.substring(at, equals), value.toString());
            at = end + 1;
            if (at < line.length() && line.charAt(at) == ',') {
                at++;
            }
        }
        return at + 1;
    }

    static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    public List<Sample> all(String name) {
        return samples.getOrDefault(name, List.of());
    }

    /// The sum of all that have the name; empty where there is none.
    public OptionalDouble sum(String name) {
        List<Sample> found = all(name);
        return found.isEmpty() ? OptionalDouble.empty()
                : OptionalDouble.of(found.stream().mapToDouble(Sample::value).sum());
    }

    public boolean has(String name) {
        return samples.containsKey(name);
    }
}
