/// Two descriptions of an API, compared: what a client of the older one would notice of the newer.
///
/// [dev.loam.app.diff.ApiDiff] walks the operations, `SchemaDiff` what they send and answer;
/// [dev.loam.app.diff.Rule] says of each kind of change how bad it is and for whom.
package dev.loam.app.diff;
