package dev.loam.kernel.lineage;

import java.util.ArrayList;
import java.util.List;

/// Reads arrays of numbers that the queries of a lineage answer with.
final class Cells {
    private Cells() {
    }

    /// The numbers in `{1,2}`; none for null.
    static List<Long> numbers(String array) {
        var numbers = new ArrayList<Long>();
        if (array != null && array.length() > 2) {
            for (String number : array.substring(1, array.length() - 1).split(",")) {
                numbers.add(number.equals("NULL") ? 0 : Long.parseLong(number));
            }
        }
        return numbers;
    }
}
