package dev.loam.bench.spring;

import java.math.BigDecimal;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The writes, each in a transaction of the token's owner. Many rows go as a batch, which the
/// driver writes as statements of many rows (`reWriteBatchedInserts`).
@RestController
@Profile("jdbc")
class WriteEndpoints {
    private static final String INSERT =
            "insert into reading (sensor, value, note) values (?, ?, ?)";
    private static final int BATCH = 1_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final Caller caller;

    WriteEndpoints(JdbcClient jdbc, JdbcTemplate template, Caller caller) {
        this.jdbc = jdbc;
        this.template = template;
        this.caller = caller;
    }

    record Reading(int sensor, BigDecimal value, String note) {
    }

    record Stock(int itemId, int amount, String note) {
    }

    record Amount(int amount) {
    }

    record Document(String content) {
    }

    @PostMapping("/reading")
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    void insert(@RequestHeader("Authorization") String authorization, @RequestBody Reading row) {
        caller.assume(authorization);
        jdbc.sql(INSERT).param(row.sensor()).param(row.value()).param(row.note()).update();
    }

    @PostMapping("/readings")
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    void insert(
            @RequestHeader("Authorization") String authorization,
            @RequestBody List<Reading> rows) {
        caller.assume(authorization);
        template.batchUpdate(INSERT, rows, BATCH, (statement, row) -> {
            statement.setInt(1, row.sensor());
            statement.setBigDecimal(2, row.value());
            statement.setString(3, row.note());
        });
    }

    @PutMapping("/stock")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    void upsert(@RequestHeader("Authorization") String authorization, @RequestBody Stock row) {
        caller.assume(authorization);
        jdbc.sql("insert into stock (item_id, amount, note) values (?, ?, ?) on conflict (item_id)"
                        + " do update set amount = excluded.amount, note = excluded.note")
                .param(row.itemId()).param(row.amount()).param(row.note()).update();
    }

    @PatchMapping("/stock/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    void patch(
            @RequestHeader("Authorization") String authorization, @PathVariable int id,
            @RequestBody Amount change) {
        caller.assume(authorization);
        jdbc.sql("update stock set amount = ? where item_id = ?")
                .param(change.amount()).param(id).update();
    }

    @PostMapping("/document")
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    void document(
            @RequestHeader("Authorization") String authorization, @RequestBody Document row) {
        caller.assume(authorization);
        jdbc.sql("insert into document (content) values (?)").param(row.content()).update();
    }
}
