package dev.loam.kernel.version.mapping;

/// Where a value stands in a row: in a column, or under one member of a column that is an object.
///
/// @param member null for the column as a whole
record Place(String column, String member) {
    private static final String ARROW = "->";

    /// Reads `column` or `column->member`.
    ///
    /// @throws IllegalArgumentException for anything else
    static Place of(String text) {
        int arrow = text.indexOf(ARROW);
        String column = arrow < 0 ? text : text.substring(0, arrow);
        String member = arrow < 0 ? null : text.substring(arrow + ARROW.length());
        if (column.isEmpty() || member != null
                && (member.isEmpty() || member.contains(ARROW) || member.startsWith(">"))) {
            throw new IllegalArgumentException("no place of a value: " + text);
        }
        return new Place(column, member);
    }

    @Override
    public String toString() {
        return member == null ? column : column + ARROW + member;
    }
}
