package dev.loam.adapters.postgres.replication;

import dev.loam.base.position.Lsn;

/// How far the listener has been told: everything that committed below `told`, and of the
/// transaction at `partial` (null for none) so many changes from its beginning.
record Place(Lsn told, Lsn partial, int changes) {
    static Place at(Lsn told) {
        return new Place(told, null, 0);
    }

    /// Behind a position that was told itself.
    static Place behind(Lsn last) {
        return at(new Lsn(last.value() + 1));
    }

    Place with(Lsn position, int told) {
        return new Place(told(), position, told);
    }

    /// How many changes of the transaction that committed there are told already; -1 for all.
    int toldOf(Lsn position) {
        if (!position.atLeast(told)) {
            return -1;
        }
        return position.equals(partial) ? changes : 0;
    }
}
