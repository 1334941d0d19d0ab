package dev.loam.kernel.validation.document;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A JSON Schema of draft 2020-12, compiled.
///
/// It reaches for nothing outside of itself but the meta-schemas, which come with the library.
/// Patterns are RE2's, which take time in proportion to the text whatever they are; those that only
/// backtracking can match make a schema bad. `format` is a remark, as the draft has it.
public final class DocumentSchema {
    private static final String META = "https://json-schema.org/draft/";
    private static final int FINDINGS_MAX = 1_000;
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder
                    .schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false)
                            .allow(iri -> iri.toString().startsWith(META)))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .regularExpressionFactory(DocumentSchema::pattern)
                            .preloadSchema(true)
                            .locale(Locale.ENGLISH).build()));

    private final Schema schema;
    private final ObjectNode source;

    private DocumentSchema(Schema schema, ObjectNode source) {
        this.schema = schema;
        this.source = source;
    }

    /// What is wrong at one place of a document. `pointer` leads there from its root; `keyword` is
    /// the schema's word that it breaks.
    public record Finding(String pointer, String keyword, String detail) {
    }

    /// The schema at the beginning of a text; what follows it is passed over.
    public static DocumentSchema of(String text) throws BadSchema {
        JsonNode source;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            source = parser.currentToken() == null ? null : Trees.read(parser);
        } catch (JacksonException wrong) {
            throw new BadSchema("it is no JSON: " + wrong.getOriginalMessage());
        }
        if (!(source instanceof ObjectNode object)) {
            throw new BadSchema("it is no JSON object");
        }
        try {
            List<Error> flaws = REGISTRY.getSchema(com.networknt.schema.SchemaLocation.of(
                    META + "2020-12/schema")).validate(object);
            if (!flaws.isEmpty()) {
                throw new BadSchema(flaws.getFirst().getInstanceLocation() + " "
                        + flaws.getFirst().getMessage());
            }
            Schema schema = REGISTRY.getSchema(object);
            schema.initializeValidators();
            // A schema that only leads back to itself shows it with any document.
            schema.validate(JsonNodeFactory.instance.objectNode());
            return new DocumentSchema(schema, object);
        } catch (StackOverflowError _) {
            throw new BadSchema("it refers to itself without end");
        } catch (RuntimeException wrong) {
            throw new BadSchema(wrong.getMessage());
        }
    }

    private static RegularExpression pattern(String pattern) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            return text -> compiled.matcher(text).find();
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("the pattern " + pattern
                    + " cannot be matched in linear time: " + wrong.getDescription());
        }
    }

    /// What is wrong with a document, some of it at least.
    public List<Finding> findings(JsonNode document) {
        var findings = new ArrayList<Finding>();
        try {
            for (Error error : schema.validate(document)) {
                if (findings.size() < FINDINGS_MAX) {
                    String pointer = error.getInstanceLocation().toString();
                    String property = error.getProperty();
                    boolean missing = "required".equals(error.getKeyword()) && property != null;
                    findings.add(new Finding(missing ? pointer + "/" + escaped(property) : pointer,
                            error.getKeyword(), error.getMessage()));
                }
            }
        } catch (StackOverflowError _) {
            findings.add(new Finding("", "$ref", "nested deeper than it can be looked at"));
        }
        return findings;
    }

    /// The schema as it was written.
    public ObjectNode source() {
        return source;
    }

    /// Source: RFC 6901 section 3.
    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
