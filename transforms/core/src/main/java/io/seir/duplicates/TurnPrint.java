package io.seir.duplicates;

import io.seir.features.TurnRows;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import io.seir.sample.Turn;
import io.seir.similar.MinHash;
import io.seir.similar.PerceptualHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * What is compared of a turn without an encoder.
 *
 * @param exact equal for turns with the same picture bytes and the same texts, apart from case and
 *     spaces
 * @param kinds that the turn has, of those that are compared
 * @param picture the perceptual hash; absent without a picture, or for a flat one
 * @param texts signatures by MinHash, by kind; a text without words has none
 */
@DefaultCoder(JsonCoder.class)
record TurnPrint(
    TurnId id, String exact, String kinds, OptionalLong picture, SortedMap<String, MinHash> texts) {
  private static final int EXACT_BYTES = 16;

  /**
   * The print of a turn that has something to compare.
   *
   * @param picture the turn's, if pictures are compared and it has one
   * @throws ModelException if the picture cannot be decoded
   */
  static Optional<TurnPrint> of(
      TurnId id, Turn turn, Collection<String> compared, Optional<Picture> picture)
      throws ModelException {
    SortedMap<String, String> said = new TreeMap<>();
    turn.question().ifPresent(text -> said.put(TurnRows.QUESTION, text));
    turn.answer().ifPresent(text -> said.put(TurnRows.ANSWER, text));
    said.keySet().retainAll(compared);
    SortedMap<String, String> normal = new TreeMap<>();
    SortedMap<String, MinHash> signatures = new TreeMap<>();
    said.forEach(
        (kind, text) -> {
          normal.put(kind, MinHash.normal(text));
          MinHash.of(text).ifPresent(hash -> signatures.put(kind, hash));
        });
    picture.ifPresent(shown -> normal.put(TurnRows.IMAGE, shown.sha256()));
    if (normal.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong hash =
        picture.isEmpty()
            ? OptionalLong.empty()
            : PerceptualHash.of(PictureReader.decode(picture.get()));
    String kinds = String.join("+", normal.keySet());
    return Optional.of(new TurnPrint(id, digest(normal), kinds, hash, signatures));
  }

  private static String digest(SortedMap<String, String> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(
          (kind, text) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update((kind + " " + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
          });
      return HexFormat.of().formatHex(digest.digest(), 0, EXACT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Keys of which near-duplicates share at least one: four parts of the picture's hash, or sixteen
   * bands of the signature of the answer, or of the question if there is no answer.
   */
  long[] bands() {
    long[] bands;
    if (kinds.contains(TurnRows.IMAGE)) {
      bands = picture.isEmpty() ? new long[0] : PerceptualHash.parts(picture.getAsLong());
    } else {
      String text = kinds.contains(TurnRows.ANSWER) ? TurnRows.ANSWER : TurnRows.QUESTION;
      MinHash signature = texts.get(text);
      bands = signature == null ? new long[0] : signature.bands();
    }
    for (int i = 0; i < bands.length; i++) {
      bands[i] = bands[i] * 31 + kinds.hashCode();
    }
    return bands;
  }

  /** How similar they are; empty if not similar enough. */
  Optional<SortedMap<String, Double>> like(TurnPrint other, DuplicateRule rule) {
    if (!kinds.equals(other.kinds) || !isComparable() || !other.isComparable()) {
      return Optional.empty();
    }
    SortedMap<String, Double> values = new TreeMap<>();
    if (picture.isPresent()) {
      int bits = PerceptualHash.distance(picture.getAsLong(), other.picture.orElseThrow());
      if (bits > rule.bits()) {
        return Optional.empty();
      }
      values.put(TurnRows.IMAGE, (double) bits);
    }
    for (Map.Entry<String, MinHash> text : texts.entrySet()) {
      double overlap =
          text.getValue().similarity(Objects.requireNonNull(other.texts.get(text.getKey())));
      if (overlap < rule.overlap()) {
        return Optional.empty();
      }
      values.put(text.getKey(), overlap);
    }
    return Optional.of(values);
  }

  /** One number for what {@link #like} gives: more is more alike. */
  static double likeness(SortedMap<String, Double> values) {
    double sum = 0;
    for (Map.Entry<String, Double> value : values.entrySet()) {
      boolean bits = value.getKey().equals(TurnRows.IMAGE);
      sum += bits ? -value.getValue() / Long.SIZE : value.getValue();
    }
    return sum;
  }

  /** Whether every kind has a hash. */
  private boolean isComparable() {
    return texts.size() + (picture.isPresent() ? 1 : 0) == kinds.split("\\+").length;
  }
}
