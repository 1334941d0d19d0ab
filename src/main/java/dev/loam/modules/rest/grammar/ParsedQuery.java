package dev.loam.modules.rest.grammar;

import dev.loam.base.text.PercentCodes;
import dev.loam.kernel.query.Asked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A query string, understood.
///
/// `columns`, `onConflict` and `cursor` are null where not given; a cursor is without its `~`.
/// `plain` are the parameters that have no reserved name, in their order: filters or, for a
/// function, perhaps arguments. For a function `arguments` has them both ways and the shape's
/// filters hold only logic trees; otherwise `arguments` is null. `params` are all parameters.
public record ParsedQuery(
        Asked.Shape shape, Asked.Arguments.Named arguments, List<String> columns,
        List<String> onConflict, String cursor, List<RawParam> plain, List<RawParam> params) {
    /// The query in one spelling, sorted by name, for `Content-Location`; empty without
    /// parameters, else without the `?`. The values of one name stand behind each other, parted by
    /// commas.
    public String canonical() {
        if (params.isEmpty()) {
            return "";
        }
        var sorted = new ArrayList<>(params);
        sorted.sort(Comparator.comparing(RawParam::name));
        var text = new StringBuilder();
        String last = null;
        for (var param : sorted) {
            if (param.name().equals(last)) {
                text.append(',');
            } else {
                text.append(text.isEmpty() ? "" : "&");
                PercentCodes.encode(param.name(), text);
                text.append('=');
            }
            PercentCodes.encode(param.value(), text);
            last = param.name();
        }
        return text.toString();
    }
}
