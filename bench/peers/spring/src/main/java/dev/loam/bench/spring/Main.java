package dev.loam.bench.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Two peers in one program: the profile `jdbc` has endpoints written by hand over JdbcClient, the
/// profile `data-rest` has Spring Data REST.
@SpringBootApplication
public class Main {
    public static void main(String[] arguments) {
        SpringApplication.run(Main.class, arguments);
    }
}
