package dev.loam.modules.rest.batch;

import dev.loam.base.failure.Failure;
import dev.loam.modules.rest.ask.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/// What went wrong with one operation of a batch, told as if it were alone, with its place and
/// name beside.
final class OperationFailure implements Failure {
    private final int index;
    private final String id;
    private final Failure own;

    /// `id` is null where the operation has no name.
    OperationFailure(int index, String id, Failure own) {
        this.index = index;
        this.id = id;
        this.own = own;
    }

    @Override
    public String code() {
        return own.code();
    }

    @Override
    public int status() {
        return own.status();
    }

    @Override
    public String message() {
        return own.message();
    }

    @Override
    public String details() {
        return own.details();
    }

    @Override
    public boolean detailsAreJson() {
        return own.detailsAreJson();
    }

    @Override
    public String hint() {
        return own.hint();
    }

    @Override
    public String reason() {
        return own.reason();
    }

    @Override
    public boolean elaborates() {
        return own.elaborates();
    }

    @Override
    public Map<String, String> headers() {
        return own.headers();
    }

    @Override
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>(own.members());
        members.put("operation", Integer.toString(index));
        if (id != null) {
            var text = new StringBuilder();
            JsonText.quote(id, text);
            members.put("id", text.toString());
        }
        return members;
    }
}
