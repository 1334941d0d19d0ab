package dev.loam.modules.auth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ClientMetadataTest {
    private static final String BACK = "\"redirect_uris\":[\"https://a.example/\"]";

    @Test
    void what_is_not_said_is_as_the_standard_has_it() {
        var said = read("{" + BACK + "}").complete();

        assertThat(said.authMethod()).isEqualTo("client_secret_basic");
        assertThat(said.confidential()).isTrue();
        assertThat(said.grantTypes()).containsExactly("authorization_code", "refresh_token");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "token_endpoint_auth_method":"none"                                | false
            "client_type":"public"                                             | false
            "client_type":"confidential"                                       | true
            "client_type":"public","token_endpoint_auth_method":"none"         | false
            """)
    void public_clients_say_so(String more, boolean confidential) {
        assertThat(read("{" + BACK + "," + more + "}").complete().confidential())
                .isEqualTo(confidential);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                       | invalid_redirect_uri
            {"redirect_uris":[]}                                     | invalid_redirect_uri
            {"redirect_uris":["http://a.example/"]}                  | invalid_redirect_uri
            {BACK,"response_types":["token"]}                        | invalid_client_metadata
            {BACK,"grant_types":["password"]}                        | invalid_client_metadata
            {BACK,"grant_types":["refresh_token"]}                   | invalid_client_metadata
            {BACK,"token_endpoint_auth_method":"private_key_jwt"}    | invalid_client_metadata
            {BACK,"client_type":"public","token_endpoint_auth_method":"client_secret_post"} \
            | invalid_client_metadata
            {BACK,"client_type":"odd"}                               | invalid_client_metadata
            {BACK,"logo_uri":"javascript:alert(1)"}                  | invalid_client_metadata
            {BACK,"client_uri":"a.example"}                          | invalid_client_metadata
            """)
    void what_cannot_be_is_refused(String json, String error) {
        assertThatThrownBy(() -> read(json.replace("BACK", BACK)).complete())
                .isInstanceOfSatisfying(Refusal.class, refusal ->
                        assertThat(refusal.failure().code()).isEqualTo(error));
    }

    private static ClientMetadata read(String json) {
        return ClientMetadata.of(Fields.of((ObjectNode) Answers.JSON.readTree(json)));
    }
}
