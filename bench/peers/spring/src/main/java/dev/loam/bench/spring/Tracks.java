package dev.loam.bench.spring;

import org.springframework.context.annotation.Profile;
import org.springframework.data.domain.Pageable;
import org.springframework.data.repository.PagingAndSortingRepository;
import org.springframework.data.repository.query.Param;
import org.springframework.data.rest.core.annotation.RepositoryRestResource;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.domain.Slice;

/// What Spring Data REST serves at `/track`.
@Profile("data-rest")
@RepositoryRestResource(path = "track", collectionResourceRel = "track")
public interface Tracks
        extends PagingAndSortingRepository<Track, Integer>, CrudRepository<Track, Integer> {
    /// A slice: the number of all matches, which nobody asked for, is not counted.
    Slice<Track> findByGenreId(@Param("genreId") Integer genreId, Pageable page);
}
