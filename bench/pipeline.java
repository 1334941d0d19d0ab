import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads the results of WholePipeline, as JMH writes them, and prints the table: the processor time
/// that each step adds, and whether all of them stay below 15 microseconds. Of each the best round
/// counts: others on the machine can make a round slower, and never faster. A second argument says
/// that the rounds were too short to judge by.
void main(String[] arguments) throws Exception {
    double bar = 15_000;
    Map<String, Double> nanos = new LinkedHashMap<>();
    var result = Pattern.compile(
            "\"steps\" : \"(\\w+)\".*?\"cpu\" : .*?\"rawData\" : \\[([^a-zA-Z\"]+)\\]\\s*\\}",
            Pattern.DOTALL).matcher(Files.readString(Path.of(arguments[0])));
    while (result.find()) {
        nanos.put(result.group(1), best(result.group(2)));
    }
    double handler = nanos.getOrDefault("HANDLER", 0.0);
    double always = nanos.getOrDefault("ALWAYS", handler);
    IO.println("| steps | ns | adds |\n|---|---|---|");
    nanos.forEach((steps, took) -> {
        boolean whole = steps.equals("ALWAYS") || steps.equals("ALL");
        double before = steps.equals("HANDLER") ? took : whole ? handler : always;
        IO.println(String.format(Locale.ROOT, "| %s | %.0f | %.0f |", steps, took, took - before));
    });
    if (!nanos.containsKey("ALL")) {
        return;
    }
    if (arguments.length > 1) {
        IO.println("\nNothing was compiled yet: what it costs is not known from this.");
    } else {
        double all = nanos.get("ALL") - handler;
        IO.println(String.format(Locale.ROOT, "%nThe whole pipeline: %.2f µs, of 15 that it may: %s",
                all / 1000, all <= bar ? "met" : "missed"));
    }
}

double best(String rounds) {
    return Pattern.compile("[0-9.]+").matcher(rounds).results()
            .mapToDouble(round -> Double.parseDouble(round.group())).min().orElse(Double.NaN);
}
