package dev.loam.modules.auth.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TemplateTest {
    private static final JsonNode DATA = JsonMapper.shared().readTree("""
            {"name":"<Ada>","n":{"deep":7},"yes":true,"no":false,"zero":0,"empty":"","nil":null,
             "list":[],"lang":"de"}""");
    private static final Variables VARIABLES = new Variables(Map.of(
            "ConfirmationURL", "https://a.example/verify?token=1&type=\"x'",
            "Token", "123456", "Email", "ada@example.com"), DATA);

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "{{ .Token }},123456",
        "{{.Token}},123456",
        "{{   .Token}},123456",
        "a{{ .NewEmail }}b,ab",
        "{{ .Data.name }},<Ada>",
        "{{ .Data.n.deep }},7",
        "{{ .Data.n }},`{\"deep\":7}`",
        "a{{ .Data.nil }}{{ .Data.missing.more }}b,ab",
        "a {{- .Token -}} b,a123456b",
        "a{{/* said to nobody */}}b,ab",
        "a } }} { b,a } }} { b"})
    void variables_are_put_in(String template, String expected) {
        assertThat(plain(template)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "{{ if .Token }}yes{{ end }},yes",
        "x{{ if .NewEmail }}yes{{ end }},x",
        "{{ if .NewEmail }}yes{{ else }}no{{ end }},no",
        "{{if not .NewEmail}}none{{end}},none",
        "{{ if .NewEmail }}a{{ else if .Token }}b{{ else }}c{{ end }},b",
        "{{ if .NewEmail }}a{{ else if .OldEmail }}b{{ else }}c{{ end }},c",
        "{{ if .Token }}{{ if .NewEmail }}a{{ else }}b{{ end }}c{{ end }}d,bcd",
        "{{ if eq .Data.lang \"de\" }}Hallo{{ else }}Hello{{ end }},Hallo",
        "{{ if ne .Data.lang \"de\" }}Hello{{ else }}Hallo{{ end }},Hallo",
        "{{ if .Data.yes }}a{{ end }}{{ if .Data.n }}b{{ end }}{{ if .Data.n.deep }}c{{ end }},abc",
        "x{{ if .Data.no }}a{{ end }}{{ if .Data.zero }}b{{ end }}{{ if .Data.empty }}c{{ end }},x",
        "x{{ if .Data.nil }}a{{ end }}{{ if .Data.list }}b{{ end }}{{ if .Data.none }}c{{ end }},x"
    })
    void conditions_choose(String template, String expected) {
        assertThat(plain(template)).isEqualTo(expected);
    }

    @Test
    void values_are_text_in_html_and_never_markup() {
        assertThat(html("<b>{{ .Data.name }}</b><a href=\"{{ .ConfirmationURL }}\">"))
                .isEqualTo("<b>&lt;Ada&gt;</b><a href=\"https://a.example/verify?token=1"
                        + "&amp;type=&quot;x&#39;\">");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "{{ .Nothing }}|line 1, column 1: there is no variable .Nothing",
        "{{ .Token.x }}|line 1, column 1: there is no variable .Token.x",
        "ab {{ range .Data.list }}|line 1, column 4: {{ range .Data.list }} is not understood",
        "{{ printf \"%s\" .Token }}|is not understood",
        "{{ .Token js }}|is not understood",
        "{{ }}|is not understood",
        "{{ if and .Token .Email }}x{{ end }}|the condition and .Token .Email is not understood",
        "{{ if .Nothing }}x{{ end }}|there is no variable .Nothing",
        "ab {{ if .Token }}x{{ .Email }}|line 1, column 4: {{ if }} without {{ end }}",
        "x{{ end }}|line 1, column 2: {{ end }} without {{ if }}",
        "x{{ else }}|{{ else }} without {{ if }}",
        "{{ if .Token }}{{ else }}{{ else }}{{ end }}|{{ else }} does not fit here",
        "ab{{ .Token|line 1, column 3: {{ without }}"})
    void what_is_not_understood_is_refused_with_its_place(String template, String expected) {
        assertThatThrownBy(() -> plain(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("template test, line ").hasMessageContaining(expected);
    }

    @Test
    void places_are_counted_in_lines() {
        assertThatThrownBy(() -> plain("one\ntwo\n  {{ .Nothing }}"))
                .hasMessage("template test, line 3, column 3: there is no variable .Nothing");
    }

    @Test
    void conditions_in_each_other_have_a_bound() {
        assertThatThrownBy(() -> plain("{{ if .Token }}".repeat(21) + "{{ end }}".repeat(21)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("more than 20");
        assertThatThrownBy(() -> plain("x".repeat(300_000)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("longer");
    }

    @Test
    void values_and_output_have_a_bound() {
        var much = JsonMapper.shared().createObjectNode().put("x", "y".repeat(100_000));
        var variables = new Variables(Map.of(), much);
        assertThat(template("{{ .Data.x }}").write(variables)).hasSize(4_096);
        assertThatThrownBy(() -> template("{{ .Data.x }}".repeat(300)).write(variables))
                .isInstanceOf(Refusal.class);
    }

    private static String plain(String source) {
        return template(source).write(VARIABLES);
    }

    private static Template template(String source) {
        return Template.plain("test", source, Variables.OF_MAILS);
    }

    private static String html(String source) {
        return Template.html("test", source, Variables.OF_MAILS).write(VARIABLES);
    }
}
