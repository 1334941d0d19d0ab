package dev.loam.kernel.query;

import dev.loam.kernel.catalog.MediaHandler;

/// What the database makes of the rows: the body of the answer, whole.
public sealed interface Format {
    /// A JSON array of the rows; with `object` the one row as an object. A scalar function's value
    /// stands for the row. `stripNulls` leaves out members that are null.
    record Json(boolean object, boolean stripNulls) implements Format {
        public static final Json ARRAY = new Json(false, false);
    }

    /// One JSON text on each line, newline-delimited JSON.
    record Lines() implements Format {
    }

    /// RFC 4180, with a header line.
    record Csv() implements Format {
    }

    /// A feature collection, by PostGIS.
    record GeoJson() implements Format {
    }

    /// The content of the one selected column, or of the scalar function, rows joined; `binary` for
    /// `bytea`.
    record Scalar(boolean binary) implements Format {
    }

    /// An aggregate of the database's own.
    record Custom(MediaHandler handler) implements Format {
    }

    /// No body is made.
    record Nothing() implements Format {
    }
}
