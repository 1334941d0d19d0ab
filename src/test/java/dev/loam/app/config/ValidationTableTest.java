package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValidationTableTest {
    @Test
    void nobody_is_validated_who_does_not_ask() {
        assertThat(ValidationTable.MODE.fallback()).isEqualTo(ValidationMode.ASKED);
        assertThat(ValidationTable.VIOLATIONS_MAX.fallback()).isEqualTo(100);
        assertThat(ValidationTable.SCHEMAS.fallback()).isEqualTo("schemas");
    }
}
