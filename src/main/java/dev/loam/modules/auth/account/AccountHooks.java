package dev.loam.modules.auth.account;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.store.User;
import tools.jackson.databind.node.ObjectNode;

/// What the project wants to be asked or told about accounts. What is refused is thrown.
public interface AccountHooks {
    /// Of a project that wants neither.
    AccountHooks NONE = new AccountHooks() {
        @Override
        public void beforeCreated(Statements tx, ObjectNode user, Origin origin) {
        }

        @Override
        public void afterCreated(Statements tx, ObjectNode user, Origin origin) {
        }

        @Override
        public void passwordTried(Statements tx, User user, boolean valid) {
        }
    };

    /// An account is about to be made; `user` is what the API would show of it.
    void beforeCreated(Statements tx, ObjectNode user, Origin origin);

    /// An account was made, in the same transaction.
    void afterCreated(Statements tx, ObjectNode user, Origin origin);

    /// Somebody tried a password.
    void passwordTried(Statements tx, User user, boolean valid);
}
