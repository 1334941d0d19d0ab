package dev.loam.bench.spring;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;

/// A track, for Spring Data REST.
@Entity
public class Track {
    @Id
    public Integer trackId;
    public String name;
    public Integer albumId;
    public Integer mediaTypeId;
    public Integer genreId;
    public String composer;
    public Integer milliseconds;
    public Long bytes;
    public BigDecimal unitPrice;
}
