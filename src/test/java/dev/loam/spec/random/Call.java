package dev.loam.spec.random;

import dev.loam.spec.random.Schema.Function;
import java.util.Map;

/// A function call as it is meant; `read` shapes the rows of one that yields any, else null.
record Call(Function function, Map<String, String> arguments, Read read) {
    boolean single() {
        return function.yields() == Schema.Yields.ONE_ROW;
    }
}
