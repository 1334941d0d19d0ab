package dev.loam.modules.rest.ask;

/// Where a stretch of a text begins, counted from one; columns are bytes.
record Place(int line, int column) {
    static final Place START = new Place(1, 1);

    /// The place behind some bytes that begin here.
    Place behind(byte[] bytes, int from, int to) {
        int lines = 0;
        int lineStart = -1;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                lines++;
                lineStart = i + 1;
            }
        }
        return lines == 0 ? new Place(line, column + to - from)
                : new Place(line + lines, to - lineStart + 1);
    }

    /// In words, a place within that is counted from here.
    String at(int otherLine, int otherColumn) {
        return " at line " + (line + otherLine - 1) + ", column "
                + (otherLine == 1 ? column + otherColumn - 1 : otherColumn);
    }
}
