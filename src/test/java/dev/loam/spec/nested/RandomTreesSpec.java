package dev.loam.spec.nested;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// What one request with nested rows leaves in the database is what plain requests, a row each,
/// leave in another.
///
/// `-Dseed=N` begins with that tree, `-Drandom.trees=N` writes more or fewer.
class RandomTreesSpec {
    private static final long SEED = Long.getLong("seed", 20261128L);
    private static final int TREES = Integer.getInteger("random.trees", 120);

    @Test
    void a_tree_at_once_is_its_rows_one_by_one() throws SQLException {
        int kept = 0;
        try (var at = new Side(); var by = new Side()) {
            for (int i = 0; i < TREES; i++) {
                kept += write(at, by, SEED + i, i % 3) ? 1 : 0;
            }
        }
        assertThat(kept).as("trees that could be written").isGreaterThan(TREES / 2);
    }

    /// False for a tree that cannot be: one that removes what another row needs, say.
    private static boolean write(Side at, Side by, long seed, int turn) {
        var maker = new TreeMaker(seed, at, turn);
        String prefix = Long.toString(seed);
        Node root = turn == 0 ? maker.fresh(prefix) : maker.known(prefix);
        if (root == null) {
            return false;
        }
        var atOnce = new AtOnce(at);
        String before = at.content();
        String told = "-Dseed=" + seed + " " + atOnce.json(root);
        RawHttp.Answer answer = atOnce.write(root, turn == 2 ? "replace" : "merge");
        if (answer.status() == 409 || answer.text().contains("LOAM-REST-063")) {
            assertThat(at.content()).as(told).isEqualTo(before);
            return false;
        }
        assertThat(answer.status()).as(told + "\n" + answer.text()).isLessThan(300);
        new OneByOne(by, turn == 2).write(root);
        assertThat(at.content()).as(told).isEqualTo(by.content());
        return true;
    }
}
