package dev.loam.kernel.lineage;

import dev.loam.base.name.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the comment of a relation or function says about keeping answers.
///
/// `@cache off`: never. `@cache reads schema.a, schema.b` (or `nothing`), of a function: that is
/// all it reads. `@cache claims sub, role` (or `nothing`), besides: that is all of the caller it
/// depends on. Each ends with its line or at the next `@`. `reads` and `claims` are null where
/// nothing is said, `wrong` is what cannot be read, null for none.
record Remark(boolean off, List<TableName> reads, Set<String> claims, String wrong) {
    static final Remark NONE = new Remark(false, null, null, null);

    private static final Pattern MARK = Pattern.compile("@cache\\b([^\\n@]*)");
    private static final String PART = "(?:\"(?:[^\"]|\"\")+\"|[^\\s\".,]+)";
    private static final Pattern NAME =
            Pattern.compile("(" + PART + ")\\.(" + PART + ")");
    private static final Pattern CLAIM = Pattern.compile(PART);

    /// `comment` may be null.
    static Remark of(String comment) {
        Remark remark = NONE;
        Matcher marks = comment == null ? null : MARK.matcher(comment);
        while (marks != null && marks.find()) {
            remark = remark.with(marks.group(1).strip());
        }
        return remark;
    }

    private Remark with(String text) {
        if (text.equals("off")) {
            return new Remark(true, reads, claims, wrong);
        }
        if (text.startsWith("reads ")) {
            List<String> items = items(text.substring(6));
            var tables = new ArrayList<TableName>();
            for (String item : items) {
                Matcher name = NAME.matcher(item);
                if (!name.matches()) {
                    return wrong(text);
                }
                tables.add(new TableName(plain(name.group(1)), plain(name.group(2))));
            }
            return new Remark(off, List.copyOf(tables), claims, wrong);
        }
        if (text.startsWith("claims ")) {
            var names = new HashSet<String>();
            for (String item : items(text.substring(7))) {
                if (!CLAIM.matcher(item).matches()) {
                    return wrong(text);
                }
                names.add(unquoted(item));
            }
            return new Remark(off, reads, Set.copyOf(names), wrong);
        }
        return wrong(text);
    }

    private Remark wrong(String text) {
        return new Remark(off, reads, claims, "@cache " + text);
    }

    /// What commas separate, outside of quotes; the word `nothing` is none.
    private static List<String> items(String text) {
        if (text.strip().equals("nothing")) {
            return List.of();
        }
        var items = new ArrayList<String>();
        var item = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                items.add(item.toString().strip());
                item.setLength(0);
            } else {
                item.append(c);
            }
        }
        items.add(item.toString().strip());
        return items;
    }

    /// A name as SQL would take it: small letters unless quoted.
    private static String plain(String name) {
        return name.startsWith("\"") ? unquoted(name) : Names.folded(name);
    }

    private static String unquoted(String name) {
        return name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }
}
