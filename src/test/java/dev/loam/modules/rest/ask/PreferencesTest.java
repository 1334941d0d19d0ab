package dev.loam.modules.rest.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked.Resolution;
import dev.loam.kernel.query.Asked.Totals;
import dev.loam.modules.rest.ask.Preferences.Missing;
import dev.loam.modules.rest.ask.Preferences.Nested;
import dev.loam.modules.rest.ask.Preferences.Return;
import dev.loam.modules.rest.ask.Preferences.Tx;
import dev.loam.ports.web.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PreferencesTest {
    record Case(String prefer, Preferences expected) {
    }

    static List<Case> cases() {
        return List.of(
                new Case("return=representation", with(Return.REPRESENTATION, Totals.NONE)),
                new Case("return=minimal", with(Return.MINIMAL, Totals.NONE)),
                new Case("return=headers-only", with(Return.HEADERS_ONLY, Totals.NONE)),
                new Case("return=everything", with(null, Totals.NONE, "return=everything")),
                new Case("count=exact", with(null, Totals.EXACT)),
                new Case("count=planned", with(null, Totals.PLANNED)),
                new Case("count=estimated", with(null, Totals.ESTIMATED)),
                new Case(" return = minimal , count=\"exact\" ;x=y, ",
                        with(Return.MINIMAL, Totals.EXACT)),
                new Case("return=minimal, return=representation",
                        with(Return.MINIMAL, Totals.NONE)),
                new Case("resolution=merge-duplicates, missing=default", new Preferences(
                        Resolution.MERGE, Missing.DEFAULT, null, Totals.NONE, null, null, null,
                        null, List.of())),
                new Case("resolution=ignore-duplicates, missing=null", new Preferences(
                        Resolution.IGNORE, Missing.NULL, null, Totals.NONE, null, null, null,
                        null, List.of())),
                new Case("tx=rollback, handling=strict, max-affected=10", new Preferences(
                        null, null, null, Totals.NONE, Tx.ROLLBACK, true, null, 10L, List.of())),
                new Case("tx=commit, handling=lenient, max-affected=many", new Preferences(
                        null, null, null, Totals.NONE, Tx.COMMIT, false, null, null, List.of())),
                new Case("timezone=Jupiter/Red_Spot", new Preferences(null, null, null,
                        Totals.NONE, null, null, "Jupiter/Red_Spot", null, List.of())),
                new Case("pagination=keyset, nested=replace", new Preferences(null, null, null,
                        Totals.NONE, null, null, null, null, List.of(), true, Nested.REPLACE)),
                new Case("pagination=pages", with(null, Totals.NONE, "pagination=pages")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void preferences_are_read(Case one) {
        assertThat(Preferences.of(Headers.of("Prefer", one.prefer())))
                .isEqualTo(one.expected());
    }

    @Test
    void repeated_fields_add_up() {
        assertThat(Preferences.of(
                Headers.of("Prefer", "return=minimal", "prefer", "count=exact")))
                .isEqualTo(with(Return.MINIMAL, Totals.EXACT));
    }

    @Test
    void nothing_is_preferred_without_the_field() {
        assertThat(Preferences.of(Headers.NONE)).isSameAs(Preferences.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "handling=strict, foo, bar | foo, bar",
        "foo, handling=strict, count=all | foo, count=all",
        "handling=strict, count=exact, count=all | count=all",
        "handling=strict, params=single-object | params=single-object"})
    void strict_handling_refuses_and_names_the_invalid_ones(String prefer, String named) {
        var refusal = catchThrowableOfType(Refusal.class,
                () -> Preferences.of(Headers.of("Prefer", prefer)).requireHeeded());
        assertThat(refusal.failure().code()).isEqualTo("PGRST122");
        assertThat(refusal.failure().status()).isEqualTo(400);
        assertThat(refusal.failure().message())
                .isEqualTo("Invalid preferences given with handling=strict");
        assertThat(refusal.failure().details()).isEqualTo("Invalid preferences: " + named);
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, , false", "false, false, ROLLBACK, false", "false, true, , false",
        "false, true, ROLLBACK, true", "true, false, , true", "true, false, COMMIT, true",
        "true, true, , true", "true, true, COMMIT, false"})
    void transactions_end_as_configured_unless_overridden(
            boolean rollback, boolean overridable, Tx asked, boolean back) {
        var preferences = new Preferences(
                null, null, null, Totals.NONE, asked, null, null, null, List.of());
        assertThat(new Ending(rollback, overridable).rollsBack(preferences)).isEqualTo(back);
    }

    private static Preferences with(Return returned, Totals count, String... unknown) {
        return new Preferences(
                null, null, returned, count, null, null, null, null, List.of(unknown));
    }
}
