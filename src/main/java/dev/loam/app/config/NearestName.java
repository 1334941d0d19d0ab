package dev.loam.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The name somebody probably meant.
final class NearestName {
    private NearestName() {
    }

    /// The known name with the fewest edits to the given one, when a third of its letters or fewer
    /// differ. O(known names × product of lengths).
    static Optional<String> of(String given, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> edits(given, name))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name -> edits(given, name) <= Math.max(2, name.length() / 3));
    }

    /// Letters to insert, delete, replace or swap with their neighbour.
    private static int edits(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int row = 0; row <= from.length(); row++) {
            for (int column = 0; column <= to.length(); column++) {
                cost[row][column] = row == 0 ? column : column == 0 ? row
                        : cheapest(cost, row, column, from, to);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, int row, int column, String from, String to) {
        boolean same = from.charAt(row - 1) == to.charAt(column - 1);
        int best = Math.min(cost[row - 1][column - 1] + (same ? 0 : 1),
                Math.min(cost[row - 1][column], cost[row][column - 1]) + 1);
        boolean swapped = row > 1 && column > 1
                && from.charAt(row - 1) == to.charAt(column - 2)
                && from.charAt(row - 2) == to.charAt(column - 1);
        return swapped ? Math.min(best, cost[row - 2][column - 2] + 1) : best;
    }
}
