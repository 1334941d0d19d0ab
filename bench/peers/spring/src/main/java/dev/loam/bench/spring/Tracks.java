package dev.loam.bench.spring;

import org.springframework.context.annotation.Profile;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.repository.PagingAndSortingRepository;
import org.springframework.data.repository.query.Param;
import org.springframework.data.rest.core.annotation.RepositoryRestResource;
import org.springframework.data.rest.core.annotation.RestResource;

/// What Spring Data REST serves at `/track`.
@Profile("data-rest")
@RepositoryRestResource(path = "track", collectionResourceRel = "track")
public interface Tracks
        extends PagingAndSortingRepository<Track, Integer>, CrudRepository<Track, Integer> {
    // Slices: the number of all matches, which nobody asked for, is not counted. The order stands
    // in the names, since a `sort` by the key is not taken.

    @RestResource(path = "genre")
    Slice<Track> findByGenreIdOrderByMillisecondsDescTrackIdAsc(
            @Param("genreId") Integer genreId, Pageable page);

    @RestResource(path = "all")
    Slice<Track> findAllByOrderByTrackIdAsc(Pageable page);
}
