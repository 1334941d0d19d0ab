package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.failure.RestFailure;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON that is nested no deeper than a bound, and says where it is none.
public final class BoundedJson {
    private final JsonFactory json;

    public BoundedJson(int depthMax) {
        json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depthMax)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /// What `reading` makes of the one value in the body: it gets a parser at the value's first
    /// token and leaves it at the last.
    ///
    /// Fails: 400 PGRST102 for what is no JSON, or nested too deep.
    public <T> T read(byte[] body, Function<JsonParser, T> reading) {
        return read(body, Place.START, reading);
    }

    /// The same for a stretch of a body that begins at some place of it.
    <T> T read(byte[] body, Place begin, Function<JsonParser, T> reading) {
        return read(body, begin, reading, why -> {
            throw new Refusal(RestFailure.InvalidBody.json(why));
        });
    }

    /// The same, with what `otherwise` makes of the reason where the body is no JSON.
    ///
    /// Fails: 400 PGRST102 for what is nested too deep.
    <T> T read(
            byte[] body, Place begin, Function<JsonParser, T> reading,
            Function<String, T> otherwise) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() == null) {
                return otherwise.apply("The body is empty.");
            }
            T found = reading.apply(parser);
            if (parser.nextToken() != null) {
                return otherwise.apply("Something follows the JSON value"
                        + where(parser.currentTokenLocation(), begin) + ".");
            }
            return found;
        } catch (StreamConstraintsException tooMuch) {
            throw new Refusal(RestFailure.InvalidBody.json(tooMuch.getOriginalMessage()));
        } catch (JacksonException invalid) {
            return otherwise.apply(
                    invalid.getOriginalMessage() + where(invalid.getLocation(), begin) + ".");
        }
    }

    private static String where(TokenStreamLocation at, Place begin) {
        return at == null ? "" : begin.at(at.getLineNr(), at.getColumnNr());
    }
}
