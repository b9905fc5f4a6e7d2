package io.seir.report;

import io.seir.blob.SamplePictures;
import io.seir.data.SampleLookup;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.similar.RowNames;
import io.seir.similar.RowSet;
import io.seir.similar.TurnLine;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The pictures of the few turns that are shown.
 *
 * @param byRow the pictures that could be read
 * @param faults why others could not be read, and how many
 */
record FoundPictures(Map<Long, BufferedImage> byRow, SortedMap<String, Integer> faults) {
  /**
   * Where to find them.
   *
   * @param rows the set that rows are numbered in
   */
  record Places(RowSet rows, SampleLookup samples, SamplePictures pictures) {}

  /**
   * Reads the pictures of some rows.
   *
   * @param scale makes a picture small, so that few pixels are kept in memory
   */
  static FoundPictures read(Places places, SortedSet<Long> rows, UnaryOperator<BufferedImage> scale)
      throws IOException {
    FoundPictures found = new FoundPictures(new HashMap<>(), new TreeMap<>());
    Map<Integer, List<Long>> bySource = new TreeMap<>();
    Map<Long, TurnLine> names = RowNames.of(places.rows(), rows);
    if (!places.samples().isEmpty()) {
      names.forEach(
          (row, name) ->
              bySource
                  .computeIfAbsent(places.samples().source(name.index()), s -> new ArrayList<>())
                  .add(row));
    }
    for (Map.Entry<Integer, List<Long>> source : bySource.entrySet()) {
      SampleLookup.Found samples = places.samples().read(source.getKey());
      for (long row : source.getValue()) {
        TurnLine name = names.get(row);
        if (name != null) {
          samples
              .get(name.id(), name.system())
              .flatMap(sample -> found.read(places.pictures(), sample, name.turn()))
              .ifPresent(picture -> found.byRow().put(row, scale.apply(picture)));
        }
      }
    }
    return found;
  }

  private Optional<BufferedImage> read(SamplePictures pictures, Sample sample, int turn) {
    Optional<Turn> of =
        turn < sample.turns().size() ? Optional.of(sample.turns().get(turn)) : Optional.empty();
    if (of.flatMap(Turn::image).isEmpty()) {
      return Optional.empty();
    }
    String fault;
    try {
      return Optional.of(
          PictureReader.decode(pictures.read(sample, of.flatMap(Turn::image).orElseThrow())));
    } catch (SamplePictures.UnreadableException e) {
      fault = e.label();
    } catch (ModelException e) {
      fault = e.reason();
    }
    faults.merge(fault, 1, Integer::sum);
    return Optional.empty();
  }
}
