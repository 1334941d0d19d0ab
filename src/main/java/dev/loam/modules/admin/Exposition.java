package dev.loam.modules.admin;

import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Reading;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Meters as Prometheus reads them.
///
/// Source: Prometheus documentation, "Exposition formats", text-based format 0.0.4.
final class Exposition {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    /// Whole numbers up to here are exact in a double.
    private static final double WHOLE_MAX = 1L << 53;

    private Exposition() {
    }

    /// A meter that fails to answer is left out, for the sake of the others.
    static String of(List<Meter> meters) {
        var text = new StringBuilder(4096);
        for (Meter meter : meters) {
            List<Reading> readings = readings(meter);
            if (readings != null) {
                write(meter, readings, text);
            }
        }
        return text.toString();
    }

    private static List<Reading> readings(Meter meter) {
        try {
            return meter.readings().get();
        } catch (RuntimeException _) {
            return null;
        }
    }

    private static void write(Meter meter, List<Reading> readings, StringBuilder text) {
        String help = meter.help().replace("\\", "\\\\").replace("\n", "\\n");
        String kind = meter.kind().name().toLowerCase(Locale.ROOT);
        text.append("# HELP ").append(meter.name()).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(meter.name()).append(' ').append(kind).append('\n');
        for (Reading reading : readings) {
            text.append(meter.name()).append(labels(reading.labels())).append(' ')
                    .append(number(reading.value())).append('\n');
        }
    }

    private static String labels(Map<String, String> labels) {
        return labels.isEmpty() ? "" : labels.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) <= WHOLE_MAX
                ? Long.toString((long) value) : Double.toString(value);
    }
}
