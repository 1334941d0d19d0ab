package dev.loam.modules.admin;

import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Distribution;
import dev.loam.kernel.module.Meter.Exemplar;
import dev.loam.kernel.module.Meter.Reading;
import dev.loam.kernel.module.Meter.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Meters as Prometheus and its kin read them.
///
/// Source: Prometheus documentation, "Exposition formats", text-based format 0.0.4; OpenMetrics
/// 1.0, which alone has exemplars.
enum Exposition {
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    /// Whole numbers up to here are exact in a double.
    private static final double WHOLE_MAX = 1L << 53;

    private final String type;

    Exposition(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    /// The one that a client asks for. Whoever names OpenMetrics can read it.
    static Exposition wanted(String accept) {
        return accept != null && accept.contains("application/openmetrics-text")
                ? OPEN_METRICS : PROMETHEUS;
    }

    /// A meter that fails to answer is left out, for the sake of the others.
    String of(List<Meter> meters) {
        var text = new StringBuilder(16_384);
        for (Meter meter : meters) {
            List<Reading> readings = readings(meter);
            if (readings != null) {
                write(meter, readings, text);
            }
        }
        return this == OPEN_METRICS ? text.append("# EOF\n").toString() : text.toString();
    }

    private static List<Reading> readings(Meter meter) {
        try {
            return meter.readings().get();
        } catch (RuntimeException _) {
            return null;
        }
    }

    private void write(Meter meter, List<Reading> readings, StringBuilder text) {
        String family = this == OPEN_METRICS ? meter.family() : meter.name();
        text.append("# HELP ").append(family).append(' ');
        escape(meter.help(), this == OPEN_METRICS, text);
        text.append("\n# TYPE ").append(family).append(' ')
                .append(meter.kind().name().toLowerCase(Locale.ROOT)).append('\n');
        if (this == OPEN_METRICS && meter.unit() != Unit.NONE) {
            text.append("# UNIT ").append(family).append(' ')
                    .append(meter.unit().name().toLowerCase(Locale.ROOT)).append('\n');
        }
        for (Reading reading : readings) {
            if (reading.distribution() == null) {
                sample(meter.name(), "", reading.labels(), null, text);
                text.append(number(reading.value())).append('\n');
            } else {
                buckets(meter.name(), reading, text);
            }
        }
    }

    private void buckets(String name, Reading reading, StringBuilder text) {
        Distribution values = reading.distribution();
        long upTo = 0;
        for (int i = 0; i < values.counts().size(); i++) {
            upTo += values.counts().get(i);
            String bound = i < values.bounds().size() ? bound(values.bounds().get(i)) : "+Inf";
            sample(name, "_bucket", reading.labels(), bound, text);
            text.append(upTo);
            Exemplar exemplar = values.exemplars().get(i);
            if (this == OPEN_METRICS && exemplar != null) {
                text.append(" # {trace_id=\"").append(exemplar.traceId()).append("\"} ")
                        .append(exemplar.value()).append(' ')
                        .append(new BigDecimal(exemplar.at().toEpochMilli()).movePointLeft(3));
            }
            text.append('\n');
        }
        sample(name, "_sum", reading.labels(), null, text);
        text.append(number(values.sum())).append('\n');
        sample(name, "_count", reading.labels(), null, text);
        text.append(upTo).append('\n');
    }

    /// The name and labels of a line, up to its value; `bound` is null for all but buckets.
    private static void sample(String name, String suffix, Map<String, String> labels,
            String bound, StringBuilder text) {
        text.append(name).append(suffix);
        if (!labels.isEmpty() || bound != null) {
            char before = '{';
            for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
                text.append(before).append(label.getKey()).append("=\"");
                escape(label.getValue(), true, text);
                text.append('"');
                before = ',';
            }
            if (bound != null) {
                text.append(before).append("le=\"").append(bound).append('"');
            }
            text.append('}');
        }
        text.append(' ');
    }

    private static void escape(String value, boolean quotes, StringBuilder text) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(quotes ? "\\\"" : "\"");
                default -> text.append(c);
            }
        }
    }

    /// As both formats write the bound of a bucket: with a point, without an exponent.
    private static String bound(double value) {
        String plain = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) <= WHOLE_MAX
                ? Long.toString((long) value) : Double.toString(value);
    }
}
