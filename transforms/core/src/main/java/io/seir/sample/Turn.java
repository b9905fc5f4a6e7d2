package io.seir.sample;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A question, its answer, the picture that belongs to it and that picture's caption, with
 * everything known about them. Missing parts are absent; a blank text counts as missing.
 *
 * @param lineage the rounds of every stage that made the turn, in the order of the stages
 * @param features what the kernels measured
 * @param verdict the judge's scores
 * @param flags what a safety check found, such as {@code text:violence} or {@code personal:email},
 *     sorted
 * @param fault a label saying why a picture that the turn names cannot be read
 */
public record Turn(
    Optional<String> question,
    Optional<String> answer,
    Optional<String> caption,
    Optional<ImageRef> image,
    List<Refinement> lineage,
    Optional<Features> features,
    Optional<Verdict> verdict,
    List<String> flags,
    Optional<String> fault) {
  /** A turn without any content. */
  public static final Turn EMPTY =
      new Turn(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());

  public Turn {
    question = question.filter(text -> !text.isBlank());
    answer = answer.filter(text -> !text.isBlank());
    caption = caption.filter(text -> !text.isBlank());
    image = image.filter(ref -> !ref.uri().isBlank());
    lineage = List.copyOf(lineage);
    flags = flags.stream().distinct().sorted().toList();
  }

  /** A turn with only a question. */
  public static Turn asking(String question) {
    return EMPTY.withQuestion(question);
  }

  public Turn withQuestion(String text) {
    return new Turn(
        Optional.of(text), answer, caption, image, lineage, features, verdict, flags, fault);
  }

  public Turn withAnswer(String text) {
    return new Turn(
        question, Optional.of(text), caption, image, lineage, features, verdict, flags, fault);
  }

  public Turn withCaption(String text) {
    return new Turn(
        question, answer, Optional.of(text), image, lineage, features, verdict, flags, fault);
  }

  public Turn withImage(ImageRef ref) {
    return new Turn(
        question, answer, caption, Optional.of(ref), lineage, features, verdict, flags, fault);
  }

  public Turn withFeatures(Features known) {
    return new Turn(
        question, answer, caption, image, lineage, Optional.of(known), verdict, flags, fault);
  }

  public Turn withVerdict(Verdict known) {
    return new Turn(
        question, answer, caption, image, lineage, features, Optional.of(known), flags, fault);
  }

  public Turn withLineage(List<Refinement> made) {
    return new Turn(question, answer, caption, image, made, features, verdict, flags, fault);
  }

  /** With more flags from a safety check. */
  public Turn plusFlags(Collection<String> found) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(found);
    return new Turn(question, answer, caption, image, lineage, features, verdict, all, fault);
  }

  public Turn withFault(String label) {
    return new Turn(
        question, answer, caption, image, lineage, features, verdict, flags, Optional.of(label));
  }

  public Turn withoutFault() {
    return new Turn(
        question, answer, caption, image, lineage, features, verdict, flags, Optional.empty());
  }

  /**
   * Puts the result of a stage into the turn, and adds its rounds to the lineage. Facts about
   * replaced content are dropped.
   */
  public Turn with(Refinement refinement) {
    Draft result = refinement.result();
    List<Refinement> longer = new ArrayList<>(lineage);
    longer.add(refinement);
    Turn made =
        new Turn(
            result.question().or(() -> question),
            result.answer().or(() -> answer),
            result.caption().or(() -> caption),
            result.image().or(() -> image),
            longer,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    return sameContent(made)
        ? new Turn(question, answer, caption, image, longer, features, verdict, flags, fault)
        : made;
  }

  /** The turn with its image changed; unchanged if it has none. */
  public Turn mapImage(Function<ImageRef, ImageRef> change) {
    return image.isEmpty() ? this : withImage(change.apply(image.get()));
  }

  /** The rounds of a stage that made the turn; the last ones if it ran several times. */
  public Optional<Refinement> lineageOf(String stage) {
    return lineage.stream()
        .filter(made -> made.stage().equals(stage))
        .reduce((earlier, later) -> later);
  }

  /** Whether the content is the same, ignoring what is known about it. */
  public boolean sameContent(Turn other) {
    return question.equals(other.question)
        && answer.equals(other.answer)
        && caption.equals(other.caption)
        && image.map(ImageRef::uri).equals(other.image.map(ImageRef::uri));
  }
}
