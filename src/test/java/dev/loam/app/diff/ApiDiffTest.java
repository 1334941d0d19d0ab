package dev.loam.app.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One rule after another, each on the smallest documents that show it.
class ApiDiffTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern WORD = Pattern.compile("'[^']*'|[\\w.-]+|[^'\\w]");

    /// A member `x` of a row, as clients get it and as they send it. `pg` is PostgreSQL's type.
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            type:string | type:string,title:new | - | -
            type:integer | type:string | GOT_WIDENED | SENT_NARROWED
            type:integer | type:number | GOT_WIDENED | SENT_WIDENED
            type:number | type:integer | GOT_NARROWED | SENT_NARROWED
            type:string | | GOT_WIDENED | SENT_WIDENED
            | type:string | GOT_NARROWED | SENT_NARROWED
            type:string | type:[string,null] | GOT_NULL_ALLOWED | SENT_NULL_ALLOWED
            type:[string,null] | type:string | GOT_NULL_REFUSED | SENT_NULL_REFUSED
            type:string | anyOf:[{type:string},{type:null}] | GOT_NULL_ALLOWED | SENT_NULL_ALLOWED
            type:[string,null] | anyOf:[{type:string},{type:null}] | - | -
            type:string,format:date | type:string,format:uuid | GOT_WIDENED | SENT_NARROWED
            type:string,format:uuid | type:string | GOT_WIDENED | SENT_WIDENED
            type:string | type:string,format:uuid | GOT_NARROWED | SENT_NARROWED
            type:integer,format:int32 | type:integer,format:int64 | GOT_LARGER | SENT_WIDENED
            type:integer,minimum:0,maximum:9 | type:integer,format:int32 | GOT_LARGER | SENT_WIDENED
            type:number,format:double | type:number,format:float | GOT_NARROWED | SENT_NARROWED
            type:string,maxLength:9 | type:string,maxLength:5 | GOT_NARROWED | SENT_NARROWED
            type:string,maxLength:9 | type:string,minLength:1 | GOT_LARGER | SENT_NARROWED
            enum:[one,two] | enum:[two] | GOT_VALUE_REMOVED | SENT_VALUE_REMOVED
            enum:[one] | enum:[one,two] | GOT_VALUE_ADDED | SENT_VALUE_ADDED
            type:string,enum:[one] | type:string | GOT_VALUE_ADDED | SENT_WIDENED
            type:string | type:string,enum:[one] | GOT_NARROWED | SENT_NARROWED
            type:string,pattern:a | type:string | GOT_CHANGED | SENT_WIDENED
            type:string | type:string,pattern:a | GOT_NARROWED | SENT_NARROWED
            type:string,pattern:a | type:string,pattern:b | GOT_CHANGED | SENT_CHANGED
            type:string,default:a | type:string,default:b | - | SENT_DEFAULT_CHANGED
            type:string,default:a | type:string | - | SENT_DEFAULT_CHANGED
            type:string,pg:inet | type:string,pg:text | GOT_WIDENED | SENT_WIDENED
            type:string,pg:text | type:string,pg:inet | GOT_NARROWED | SENT_NARROWED
            type:string,pg:time | type:string,pg:interval | GOT_WIDENED | SENT_NARROWED
            type:string,pg:v1.mood | type:string,pg:v2.mood | - | -
            type:string,pg:varchar(9) | type:string,pg:varchar(12) | - | -
            type:string,pg:name | type:string,pg:text | - | -
            """)
    void a_member(String before, String after, Rule got, Rule sent) {
        assertThat(rules(got(x(before)), got(x(after))))
                .isEqualTo(Stream.ofNullable(got).toList());
        assertThat(rules(sent(x(before)), sent(x(after))))
                .isEqualTo(Stream.ofNullable(sent).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type:integer | type:string | is string in answers, was integer
            type:[string,null],format:uuid | | is anything in answers, was string (uuid)
            type:string | type:[string,null] | can be null in answers
            type:[string,null] | type:string | cannot be null in answers any more
            type:string,maxLength:9 | type:string | is string in answers, was string of maxLength 9
            type:array,items:{type:string} | type:string | is string in answers, was array of string
            enum:[one,two] | enum:[two] | has no value one in answers any more
            enum:[one] | enum:[one,two] | has the value two in answers
            enum:[one] | | is any value in answers, was one of one
            type:string,pattern:a | type:string | need not fit pattern "a" in answers any more
            """)
    void it_is_said_in_words(String before, String after, String words) {
        assertThat(ApiDiff.between(got(x(before)), got(x(after))))
                .singleElement().satisfies(change -> {
                    assertThat(change.what()).isEqualTo(words);
                    assertThat(change.place()).isEqualTo("/a.x");
                    assertThat(change.pointer()).endsWith("/schema/properties/x");
                    assertThat(change.operations()).containsExactly("GET /a");
                });
    }

    @Test
    void members_come_and_go() {
        assertThat(said(got("{x:{},y:{}}"), got("{y:{}}")))
                .containsExactly("BREAKING is gone from answers");
        assertThat(said(got("{}"), got("{x:{}}"))).containsExactly("SAFE is new in answers");
        assertThat(said(sent("{x:{}}"), sent("{}")))
                .containsExactly("BREAKING is gone from requests");
        assertThat(said(sent("{}"), sent("{x:{}}"))).containsExactly("SAFE is new in requests");
    }

    @Test
    void what_has_to_be_sent_or_is_always_there() {
        String needed = "{x:{type:string}},required:[x]";
        assertThat(said(sent("{x:{type:string}}"), sent(needed)))
                .containsExactly("BREAKING is required in requests");
        assertThat(said(sent("{}"), sent(needed)))
                .containsExactly("BREAKING is new and required in requests");
        assertThat(said(sent(needed), sent("{x:{type:string}}")))
                .containsExactly("SAFE is optional in requests");
        assertThat(said(got(needed), got("{x:{type:string}}")))
                .containsExactly("BREAKING can be missing or null in answers");
        assertThat(said(got(needed), got("{x:{type:[string,null]}}")))
                .as("said once").containsExactly("BREAKING can be null in answers");
        String inside = "{x:{type:object,properties:{y:{type:%s}}}}";
        assertThat(said(got(inside.formatted("string") + ",required:[x]"),
                got(inside.formatted("[string,null]")))).containsExactly(
                        "BREAKING can be null in answers",
                        "BREAKING can be missing or null in answers");
        assertThat(said(sent("{}"), sent("{},additionalProperties:false")))
                .containsExactly("BREAKING takes no members but those described");
    }

    @Test
    void a_schema_of_many_operations_is_told_of_once() {
        String paths = "paths:{'/a':{get:%1$s,delete:%1$s},'/b':{get:%1$s}}".formatted(
                "{responses:{'200':{content:{'application/json':{schema:"
                        + "{type:array,items:{'$ref':'#/components/schemas/row'}}}}}}}");
        String row = ",components:{schemas:{row:{type:object,properties:{'x/y':{type:%s}}}}}";
        var changes = ApiDiff.between(document(paths + row.formatted("string")),
                document(paths + row.formatted("integer")));
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().place()).isEqualTo("row.x/y");
        assertThat(changes.getFirst().pointer())
                .isEqualTo("#/components/schemas/row/properties/x~1y");
        assertThat(changes.getFirst().operations())
                .containsExactly("GET /a", "DELETE /a", "GET /b");
    }

    @Test
    void a_schema_that_contains_itself_ends() {
        String self = "{type:object,properties:{next:{'$ref':'#/components/schemas/x'},"
                + "v:{type:%s}},allOf:[{'$ref':'#/components/schemas/x'},"
                + "{'$ref':'#/components/schemas/x'}]}";
        assertThat(said(answering("{'$ref':'#/components/schemas/x'}",
                "x:" + self.formatted("string")), answering("{'$ref':'#/components/schemas/x'}",
                "x:" + self.formatted("integer"))))
                .containsExactly("BREAKING is integer in answers, was string");
    }

    @Test
    void the_parts_of_one_schema_are_taken_together() {
        String either = "{allOf:[{'$ref':'#/components/schemas/a'},"
                + "{type:object,properties:{y:{}}}]}";
        assertThat(told(answering(either, "a:{type:object,properties:{x:{}}}"),
                answering(either, "a:{type:object,properties:{}}")))
                .containsExactly("GOT_MEMBER_REMOVED a.x is gone from answers");
    }

    @Test
    void paths_and_methods() {
        assertThat(told(document("paths:{'/a':{get:{},post:{}},'/b':{get:{}}}"),
                document("paths:{'/a':{get:{operationId:x},patch:{}},'/c':{get:{}}}")))
                .containsExactly("METHOD_REMOVED POST /a is gone", "PATH_REMOVED /b is gone",
                        "METHOD_ADDED PATCH /a is new", "PATH_ADDED /c is new");
        assertThat(told(document("paths:{'/a':{get:{operationId:one}}}"),
                document("paths:{'/a':{get:{operationId:two,deprecated:true}}}")))
                .containsExactly("OPERATION_RENAMED GET /a has the operationId two, had one",
                        "DEPRECATED GET /a is deprecated");
        assertThat(told(document("security:[{},{token:[]}],paths:{}"),
                document("security:[{token:[]}],paths:{}")))
                .containsExactly("TOKEN_REQUIRED the API needs a token");
    }

    @Test
    void parameters() {
        String shared = "components:{parameters:{y:{name:y,in:query}}}";
        assertThat(told(document("paths:{'/a':{get:{parameters:[{name:x,in:query},"
                + "{'$ref':'#/components/parameters/y'},{name:z,in:query,required:true},"
                + "{name:h,in:header},{name:m,in:query,explode:true}]}}}," + shared),
                document("paths:{'/a':{get:{parameters:[{name:x,in:query,required:true},"
                + "{name:z,in:query},{name:n,in:query,required:true},{name:o,in:query},"
                + "{name:m,in:query,explode:false}]}}}")))
                .containsExactly("PARAMETER_REQUIRED /a?x is required",
                        "PARAMETER_REMOVED /a?y is gone",
                        "PARAMETER_WRITTEN_OTHERWISE /a?m has another explode",
                        "PARAMETER_REQUIRED /a?n is new and required",
                        "HEADER_REMOVED /a header h is gone",
                        "PARAMETER_OPTIONAL /a?z is optional", "PARAMETER_ADDED /a?o is new");
    }

    @Test
    void the_operators_of_a_filter() {
        String filter = "paths:{'/a':{get:{parameters:[{name:x,in:query,schema:"
                + "{type:string,pattern:'^(not\\\\.)?(%s)(\\\\([^)]*\\\\))?\\\\.[\\\\s\\\\S]*$'}"
                + "}]}}}";
        assertThat(told(document(filter.formatted("eq|like")),
                document(filter.formatted("eq|cs"))))
                .containsExactly(
                        "OPERATOR_REMOVED /a?x cannot be filtered with like any more",
                        "OPERATOR_ADDED /a?x can be filtered with cs");
    }

    @Test
    void bodies_and_answers() {
        String text = "'text/csv':{schema:{type:string}}";
        String json = "'Application/JSON; a=b':{}";
        assertThat(told(document("paths:{'/a':{post:{requestBody:{content:{" + text + "," + json
                + "}},responses:{'200':{headers:{Location:{}},content:{" + json + "," + text
                + "}},'204':{}}}}}"),
                document("paths:{'/a':{post:{requestBody:{required:true,content:{'a/b':{},"
                + "'application/json;a=b':{}}},responses:{'200':{content:{" + json
                + ",'a/b':{}}},'201':{},'404':{}}}}}")))
                .containsExactly("BODY_REQUIRED POST /a needs a body",
                        "REQUEST_TYPE_REMOVED POST /a has no text/csv in requests any more",
                        "ANSWER_HEADER_REMOVED POST /a does not answer with Location any more",
                        "ANSWER_TYPE_REMOVED POST /a has no text/csv in answers any more",
                        "STATUS_REMOVED POST /a never answers 204 any more",
                        "STATUS_ADDED POST /a can answer 201",
                        "REQUEST_TYPE_ADDED POST /a has a/b in requests",
                        "ANSWER_TYPE_ADDED POST /a has a/b in answers");
        assertThat(told(document("paths:{'/a':{post:{requestBody:{required:true}}}}"),
                document("paths:{'/a':{post:{requestBody:{}}}}")))
                .containsExactly("BODY_OPTIONAL POST /a needs no body any more");
    }

    @Test
    void forms_to_choose_from() {
        String a = "{type:object,properties:{a:{type:string}},required:[a]}";
        String ab = "{type:object,properties:{a:{type:string},b:{type:integer}}}";
        String wider = "{type:object,properties:{a:{type:string},b:{type:number}}}";
        assertThat(said(sending(a, ""), sending("{anyOf:[" + ab + "," + a + "]}", "")))
                .containsExactly("RISKY has the form (a, b) in requests");
        assertThat(said(sending("{oneOf:[" + a + "," + ab + "]}", ""), sending(a, "")))
                .containsExactly("BREAKING has no form (a, b) in requests any more");
        assertThat(said(answering(a, ""), answering("{anyOf:[" + a + ",{type:integer}]}", "")))
                .containsExactly("BREAKING has the form integer in answers");
        assertThat(told(sending("{anyOf:[" + a + "," + ab + "]}", ""),
                sending("{anyOf:[" + wider + "," + a + "]}", "")))
                .containsExactly("SENT_WIDENED /a.b is number in requests, was integer");
    }

    @Test
    void a_row_and_a_list_of_rows_that_changed_are_still_the_two() {
        String body = "{oneOf:[{'$ref':'#/components/schemas/row'},"
                + "{type:array,items:{'$ref':'#/components/schemas/row'}}]}";
        assertThat(told(sending(body, "row:{type:object,properties:{x:{}}}"),
                sending(body, "row:{type:object,properties:{}}")))
                .containsExactly("SENT_MEMBER_REMOVED row.x is gone from requests");
    }

    @Test
    void keys() {
        String key = "type:integer,'x-primary-key':true";
        assertThat(said(got("{a:{" + key + "},b:{type:integer}}"),
                got("{a:{" + key + "},b:{" + key + "}}")))
                .containsExactly("BREAKING has the primary key (a, b), had (a)");
        assertThat(said(got("{a:{" + key + "}}"), got("{a:{type:integer}}")))
                .containsExactly("BREAKING has no primary key any more, had (a)");
        String foreign = "'x-foreign-key':{table:%s,column:id}";
        String toB = "{a:{" + foreign.formatted("b") + "},c:{}}";
        assertThat(said(got(toB), got("{a:{},c:{}}")))
                .containsExactly("BREAKING does not refer to b.id any more");
        assertThat(said(got(toB), got("{a:{" + foreign.formatted("d") + "},c:{}}")))
                .containsExactly("BREAKING refers to d.id, did to b.id");
        assertThat(said(got("{a:{}}"), got("{a:{" + foreign.formatted("b") + "}}")))
                .containsExactly("SAFE refers to b.id");
        assertThat(said(got(toB), got("{a:{" + foreign.formatted("b") + "},c:{"
                + foreign.formatted("b") + "}}")))
                .containsExactly("BREAKING refers to b.id, as another column does");
    }

    @Test
    void a_document_of_openapi_2_is_read_as_well() {
        String paths = "paths:{'/a':{get:{parameters:[{'$ref':'#/parameters/filter'}],responses:"
                + "{'200':{schema:{type:array,items:{'$ref':'#/definitions/a'}}}}},"
                + "post:{parameters:[{'$ref':'#/parameters/body'}]}}},"
                + "parameters:{filter:{name:x,in:query,type:string},"
                + "body:{name:a,in:body,schema:{'$ref':'#/definitions/a'}}},";
        String before = "definitions:{a:{type:object,required:[id],properties:{"
                + "id:{type:integer,format:int32,description:'Note:\\nPrimary Key.<pk/>'},"
                + "b:{type:integer,format:int32,description:'<fk table=~b~ column=~id~/>'},"
                + "t:{type:string,format:text}}}}";
        String after = "definitions:{a:{type:object,required:[id,t],properties:{"
                + "id:{type:integer,format:int64,description:'Note:\\nPrimary Key.<pk/>'},"
                + "b:{type:integer,format:int32},t:{type:string,format:inet}}}}";
        var changes = ApiDiff.between(older(paths + before), older(paths + after));
        assertThat(changes.stream().map(ApiDiffTest::told)).containsExactlyInAnyOrder(
                "GOT_LARGER a.id is integer (int64) in answers, was integer (int32)",
                "GOT_NARROWED a.t is inet in answers, was text",
                "GOT_MEMBER_REQUIRED a.t is always there in answers",
                "FOREIGN_KEY_REMOVED a.b does not refer to b.id any more",
                "SENT_WIDENED a.id is integer (int64) in requests, was integer"
                        + " (int32)",
                "SENT_NARROWED a.t is inet in requests, was text",
                "SENT_MEMBER_REQUIRED a.t is required in requests");
        assertThat(changes).allMatch(change ->
                change.pointer().startsWith("#/definitions/a/properties/"));
    }

    @Test
    void only_descriptions_of_apis_have_a_version() {
        assertThat(ApiDiff.version(document("paths:{}"))).isEqualTo("3.1.0");
        assertThat(ApiDiff.version(older("paths:{}"))).isEqualTo("2.0");
        assertThat(ApiDiff.version(json("{openapi:'3.1.0'}"))).isNull();
        assertThat(ApiDiff.version(json("{swagger:'1.2',paths:{}}"))).isNull();
        assertThat(ApiDiff.version(json("[]"))).isNull();
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void every_rule_is_in_the_reference(Rule rule) throws IOException {
        assertThat(Files.readString(Path.of("docs/reference/diff.md")).lines()).anyMatch(line ->
                line.contains("`" + rule.name().toLowerCase(Locale.ROOT) + "`")
                && line.startsWith("| " + rule.level().name().toLowerCase(Locale.ROOT)));
    }

    private static String x(String schema) {
        return "{x:{" + (schema == null ? "" : schema)
                .replaceAll("pg:([^,}]*)", "'x-postgresql-type':'$1'") + "}}";
    }

    private static List<Rule> rules(JsonNode before, JsonNode after) {
        return ApiDiff.between(before, after).stream().map(Change::rule).toList();
    }

    private static List<String> said(JsonNode before, JsonNode after) {
        return ApiDiff.between(before, after).stream()
                .map(change -> change.level() + " " + change.what()).toList();
    }

    private static List<String> told(JsonNode before, JsonNode after) {
        return ApiDiff.between(before, after).stream().map(ApiDiffTest::told).toList();
    }

    private static String told(Change change) {
        return change.rule() + " " + change.place() + " " + change.what();
    }

    private static JsonNode got(String members) {
        return answering("{type:object,properties:" + members + "}", "");
    }

    private static JsonNode sent(String members) {
        return sending("{type:object,properties:" + members + "}", "");
    }

    private static JsonNode answering(String schema, String schemas) {
        return document("paths:{'/a':{get:{responses:{'200':{content:{'application/json':"
                + "{schema:" + schema + "}}}}}}},components:{schemas:{" + schemas + "}}");
    }

    private static JsonNode sending(String schema, String schemas) {
        return document("paths:{'/a':{post:{requestBody:{content:{'application/json':"
                + "{schema:" + schema + "}}}}}},components:{schemas:{" + schemas + "}}");
    }

    private static JsonNode document(String members) {
        return json("{openapi:'3.1.0'," + members + "}");
    }

    private static JsonNode older(String members) {
        return json("{swagger:'2.0'," + members + "}");
    }

    /// JSON whose words need no quotes.
    private static JsonNode json(String text) {
        var quoted = new StringBuilder();
        String rest = text;
        while (!rest.isEmpty()) {
            var literal = WORD.matcher(rest);
            literal.lookingAt();
            String word = literal.group();
            quoted.append(word.startsWith("'")
                    ? '"' + word.substring(1, word.length() - 1).replace('~', '\'') + '"'
                    : word.matches("[A-Za-z_]\\w*") && !word.matches("true|false")
                    ? '"' + word + '"' : word);
            rest = rest.substring(word.length());
        }
        return JSON.readTree(quoted.toString());
    }
}
