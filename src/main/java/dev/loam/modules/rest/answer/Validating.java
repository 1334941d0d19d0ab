package dev.loam.modules.rest.answer;

import dev.loam.kernel.validation.Validation;
import dev.loam.modules.rest.ask.Preferences;
import dev.loam.ports.web.HttpRequest;

/// Whether bodies are looked at before PostgreSQL sees them, and by what: always, unless a request
/// prefers otherwise, or only for requests that ask for it.
///
/// Those ask who say so, and those who name the form in which all is told at once as one that they
/// accept. All others get what PostgreSQL itself says, in PostgREST's form.
public record Validating(boolean always, Validation validation) {
    private static final String PROBLEM = "application/problem+json";

    boolean wanted(Preferences preferences, HttpRequest request) {
        if (preferences.validated() != null) {
            return preferences.validated();
        }
        String accept = always ? null : request.header("Accept");
        return always || accept != null && accept.contains(PROBLEM);
    }
}
