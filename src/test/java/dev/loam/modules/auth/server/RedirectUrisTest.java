package dev.loam.modules.auth.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectUrisTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            https://app.example/back              , true
            https://app.example/back?a=b          , true
            http://localhost:3000/back            , true
            http://127.0.0.1/back                 , true
            http://[::1]:8080/back                , true
            org.example.app:/back                 , true
            cursor://anysphere/back               , true
            http://app.example/back               , false
            https://app.example/back#here         , false
            https://someone@app.example/back      , false
            https:///back                         , false
            `https://app.example/a,b`             , false
            `https://app.example/a b`             , false
            https://app.example\\@evil.example    , false
            javascript:alert(1)                   , false
            DATA:text/html                       , false
            /back                                 , false
            ``                                    , false
            """)
    void only_some_addresses_may_be_registered(String address, boolean may) {
        assertThat(RedirectUris.registrable(address)).isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            https://app.example/back           , https://app.example/back            , true
            https://app.example/back           , https://app.example/back/           , false
            https://app.example/back           , https://app.example/back?x=1        , false
            https://app.example/back           , https://APP.example/back            , false
            https://app.example/back           , https://app.example:444/back        , false
            https://app.example/back           , https://app.example/back/../evil    , false
            http://127.0.0.1/back              , http://127.0.0.1:51004/back         , true
            http://127.0.0.1:1/back            , http://127.0.0.1:2/back             , true
            http://127.0.0.1/back              , http://localhost:51004/back         , false
            http://127.0.0.1/back              , http://127.0.0.1:51004/other        , false
            http://127.0.0.1/back              , http://127.0.0.1:51004/back#x       , false
            http://127.0.0.1/back              , http://127.0.0.1:1@evil.example/back, false
            org.example.app:/back              , org.example.app:/back               , true
            """)
    void requests_name_a_registered_address_exactly(
            String registered, String asked, boolean matches) {
        assertThat(RedirectUris.matches(List.of("https://other.example/", registered), asked))
                .isEqualTo(matches);
    }

    @Test
    void parameters_are_added_encoded() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("code", "a&b");
        parameters.put("state", null);
        parameters.put("iss", "http://h/auth");

        assertThat(RedirectUris.with("https://a.example/", parameters))
                .isEqualTo("https://a.example/?code=a%26b&iss=http%3A%2F%2Fh%2Fauth");
        assertThat(RedirectUris.with("https://a.example/?x=1", parameters))
                .startsWith("https://a.example/?x=1&code=");
    }
}
