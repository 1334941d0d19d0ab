package dev.loam.modules.auth.hook;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import tools.jackson.databind.node.ObjectNode;

/// One hook: takes an event and answers, both JSON objects. An empty answer is an empty object.
sealed interface Hook permits HttpHook, SqlHook {
    int ANSWER_BYTES_MAX = 200 * 1_024;

    ObjectNode ask(Statements tx, ObjectNode payload);
}
