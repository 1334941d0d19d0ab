package dev.loam.modules.realtime.rows;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A cell as JSON.
final class CellJson {
    private static final int FLOAT4 = 700;
    private static final int JSON = 114;
    private static final int JSONB = 3802;
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(e[+-]?\\d+)?");
    private static final Pattern SHORT_ZONE = Pattern.compile(".*[+-]\\d\\d");

    private CellJson() {
    }

    static void write(JsonText json, long type, byte[] cell) {
        if (cell == null) {
            json.raw("null");
            return;
        }
        switch ((int) type) {
            case Types.BOOL -> json.raw(cell[0] == 't' ? "true" : "false");
            case Types.INT2, Types.INT4, Types.INT8, Types.NUMERIC, Types.FLOAT8, FLOAT4 ->
                    number(json, cell);
            case JSON, JSONB -> json.raw(cell);
            case Types.TIMESTAMP -> json.string(text(cell).replace(' ', 'T'));
            case Types.TIMESTAMPTZ -> zoned(json, text(cell).replace(' ', 'T'));
            default -> json.string(cell);
        }
    }

    /// `NaN` and the infinities are no numbers of JSON.
    private static void number(JsonText json, byte[] cell) {
        if (NUMBER.matcher(text(cell)).matches()) {
            json.raw(cell);
        } else {
            json.string(cell);
        }
    }

    private static void zoned(JsonText json, String time) {
        json.string(SHORT_ZONE.matcher(time).matches() ? time + ":00" : time);
    }

    private static String text(byte[] cell) {
        return new String(cell, StandardCharsets.UTF_8);
    }
}
