package dev.loam.kernel.catalog;

import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads fingerprints; of many objects of which few changed, few.
///
/// First one is read for each piece of a hundred objects or so, then each object's in the pieces
/// that are not as before.
final class PrintReader {
    /// More pieces than these are asked about at once.
    private static final int QUERIES_MAX = 20;

    private final CatalogQueries queries;
    private final String query;
    private final String schemas;

    /// `query` is `prints` or `function-prints`.
    PrintReader(CatalogQueries queries, String query, List<String> schemas) {
        this.queries = queries;
        this.query = query;
        this.schemas = CatalogQueries.names(schemas);
    }

    /// The fingerprints now.
    Prints read(Prints before) throws CatalogUnreadable {
        if (before.size() == 0) {
            return between(0, Prints.LAST_ID);
        }
        Prints now = before;
        for (long[] span : spans(before)) {
            now = now.with(span[0], span[1], between(span[0], span[1]));
        }
        return now;
    }

    private Prints between(long first, long last) throws CatalogUnreadable {
        return Prints.of(queries.rows(query, "" + first, "" + last, null, schemas));
    }

    /// First and last ids between which something changed.
    private List<long[]> spans(Prints before) throws CatalogUnreadable {
        long[] bounds = before.bounds();
        Map<Integer, Long> found = new HashMap<>();
        Rows rows = queries.rows(query, "0", "" + Prints.LAST_ID,
                CatalogQueries.numbers(Arrays.stream(bounds).boxed().toList()), schemas);
        for (int row = 0; row < rows.size(); row++) {
            found.put((int) rows.number(row, 0, 0), rows.number(row, 1, 0));
        }
        var spans = new ArrayList<long[]>();
        for (int piece = 0; piece <= bounds.length; piece++) {
            if (found.getOrDefault(piece, 0L) != before.piece(piece)) {
                long first = piece == 0 ? 0 : bounds[piece - 1];
                long last = piece == bounds.length ? Prints.LAST_ID : bounds[piece] - 1;
                join(spans, first, last);
            }
        }
        return spans.size() <= QUERIES_MAX ? spans
                : List.of(new long[] {spans.getFirst()[0], spans.getLast()[1]});
    }

    private static void join(List<long[]> spans, long first, long last) {
        if (!spans.isEmpty() && spans.getLast()[1] == first - 1) {
            spans.getLast()[1] = last;
        } else {
            spans.add(new long[] {first, last});
        }
    }
}
