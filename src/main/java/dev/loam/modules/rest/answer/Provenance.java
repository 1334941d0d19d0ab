package dev.loam.modules.rest.answer;

import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Reuse;
import dev.loam.ports.database.Consistency;
import dev.loam.ports.database.Served;
import dev.loam.ports.database.Served.How;
import dev.loam.ports.web.Headers;
import java.util.Objects;

/// What an answer says of where it comes from, where a cache was asked: how it was served, its age,
/// its place in the database's history, and a tag.
///
/// The tag is a strong one: it stands for the very bytes of the body, which are never coded, and
/// with them for what the answer's head says of them. A HEAD has none, since its statement makes no
/// body. An answer with a tag is one that clients keep. It is the caller's own: its rows depend on
/// who asks, which `Vary` tells caches that do not know what `private` means, and it is never used
/// without asking again.
///
/// Source: RFC 9211; RFC 9110 section 8.8.3; RFC 9111 sections 4.1 and 5.2.2.
public final class Provenance {
    static final String TAG = "ETag";
    private static final String STATUS = "Cache-Status";
    private static final String VARY = "Accept, Prefer, Range";
    private static final String VARY_BY_CALLER =
            "Accept, Accept-Profile, Prefer, Range, Authorization, apikey";
    private static final int DETAIL_CHARS_MAX = 400;

    private Provenance() {
    }

    /// Adds the fields; `served` may be null. With `details` it is told why an answer is not kept.
    public static void add(
            Headers.Builder headers, Served served, Consistency asked, boolean details) {
        if (served == null || served.how() == null) {
            return;
        }
        headers.add(STATUS, status(served, asked, details));
        if (served.how() == How.HIT) {
            headers.add("Age", Long.toString(served.age().toSeconds()));
        }
        if (served.position() != null) {
            headers.add(Reuse.POSITION, served.position().toString());
        }
    }

    /// Says only why the answer to an explained statement would be kept or not; null for nothing.
    static void explain(Headers.Builder headers, String why) {
        if (why != null) {
            headers.add(STATUS, "loam" + detail(why));
        }
    }

    private static String status(Served served, Consistency asked, boolean details) {
        return switch (served.how()) {
            case HIT -> "loam; hit";
            case MISS -> "loam; fwd=uri-miss; stored";
            case SHARED -> "loam; fwd=uri-miss; collapsed";
            case STALE -> "loam; fwd=stale; stored";
            case PASS -> {
                if (served.why() == null) {
                    yield "loam; fwd=method";
                }
                yield (asked.level() == Consistency.Level.STRONG
                        ? "loam; fwd=request" : "loam; fwd=bypass")
                        + (details ? detail(served.why()) : "");
            }
        };
    }

    /// As a string of a structured field, RFC 8941 section 3.3.3: of ASCII.
    private static String detail(String why) {
        var text = new StringBuilder("; detail=\"");
        for (int i = 0; i < Math.min(why.length(), DETAIL_CHARS_MAX); i++) {
            char c = why.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return text.append('"').toString();
    }

    /// The tag of an answer, null for one that has none. `range` and `applied` are what its head
    /// says beside its content, null where it says nothing.
    static String tag(
            Answering answering, Served served, int status, ContentRange range, String applied) {
        boolean tagged = served != null && served.tag() != null
                && answering.ask().method() == Method.GET && status >= 200 && status < 300;
        if (!tagged) {
            return null;
        }
        int shape = Objects.hash(status, answering.accepted().contentType(),
                answering.ask().schema(), range, applied);
        return '"' + served.tag() + '.' + Integer.toHexString(shape) + '"';
    }

    /// What answers depend on, as caches must know it; `tag` is null for none.
    static void keepApart(Headers.Builder headers, String tag) {
        if (tag == null) {
            headers.add("Vary", VARY);
        } else {
            headers.add("Vary", VARY_BY_CALLER).add(TAG, tag)
                    .add("Cache-Control", "private, no-cache");
        }
    }
}
