/// Places in a database's history: in its write-ahead log, and among its transactions.
package dev.loam.base.position;
