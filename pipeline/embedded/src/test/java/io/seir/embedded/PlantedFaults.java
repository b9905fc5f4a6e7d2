package io.seir.embedded;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Thing;
import io.seir.embedded.world.Colour;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Finish;
import io.seir.embedded.world.Place;
import io.seir.embedded.world.PngWriter;
import io.seir.embedded.world.Relation;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneRenderer;
import io.seir.embedded.world.Vocabulary;
import io.seir.model.ChatModel;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.ReplyReader;
import io.seir.prompt.PromptSet;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Picture;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Good answers with good pictures, and what judge and critics say once a fault is put in. */
final class PlantedFaults {
  /**
   * A fault.
   *
   * <p>{@code falls} are the scales that it concerns, {@code mayFall} those that may fall with
   * them; {@code named} is how a critic's remark on it begins or what it holds.
   */
  enum Fault {
    OTHER_PICTURE(Set.of(JudgeDimension.ICC, JudgeDimension.ITS), Set.of(), "does not show"),
    OTHER_ANSWER(Set.of(JudgeDimension.TCC, JudgeDimension.ITS), Set.of(), "something else"),
    WRONG_COUNT(Set.of(JudgeDimension.ICC), Set.of(JudgeDimension.ITS), ", not "),
    WRONG_COLOUR(Set.of(JudgeDimension.ICC), Set.of(JudgeDimension.ITS), "in that colour"),
    LEFT_FOR_RIGHT(Set.of(JudgeDimension.ICC), Set.of(JudgeDimension.ITS), "to the left of"),
    MISSING_THING(Set.of(JudgeDimension.ICC, JudgeDimension.ITS), Set.of(), "does not show"),
    REDUNDANT_ANSWER(Set.of(JudgeDimension.ITS), Set.of(), "the picture shows it"),
    REPEATED_SENTENCE(Set.of(JudgeDimension.TCC), Set.of(JudgeDimension.ITS), "said before"),
    BLUR(Set.of(JudgeDimension.IQ), Set.of(), "blurred"),
    NOISE(Set.of(JudgeDimension.IQ), Set.of(), "grainy");

    final Set<JudgeDimension> falls;
    final Set<JudgeDimension> mayFall;
    final String named;

    Fault(Set<JudgeDimension> falls, Set<JudgeDimension> mayFall, String named) {
      this.falls = falls;
      this.mayFall = mayFall;
      this.named = named;
    }

    boolean isOfText() {
      return this == OTHER_ANSWER || this == REDUNDANT_ANSWER || this == REPEATED_SENTENCE;
    }
  }

  /**
   * @param fell the part of the turns in which every scale concerned fell
   * @param others the mean fall of each scale that the fault does not concern
   * @param named the part in which the critic named the fault
   * @param wrong the part in which it named another
   */
  record Outcome(
      Fault fault, double fell, Map<JudgeDimension, Double> others, double named, double wrong) {}

  /** A turn as good as the embedded models can make it. */
  private record Turn(
      Depiction wish, String question, String answer, String caption, Scene scene) {}

  private static final ModelSpec SPEC = ModelSpec.free(EmbeddedProvider.NAME, 1);
  private static final int SIDE = 512;
  private static final int ROUNDS = 5;

  private final ChatModel language = new EmbeddedProvider().chat(ModelRole.LANGUAGE, SPEC);
  private final ChatModel vision = new EmbeddedProvider().chat(ModelRole.VISION, SPEC);
  private final ChatModel judge = new EmbeddedProvider().chat(ModelRole.JUDGE, SPEC);
  private final SceneRenderer renderer = new SceneRenderer();
  private final Random random;
  private final List<Turn> turns = new ArrayList<>();

  PlantedFaults(long seed, int count) throws ModelException {
    random = new Random(seed);
    while (turns.size() < count) {
      turns.add(turn());
    }
  }

  private Turn turn() throws ModelException {
    List<Concept> all = Vocabulary.shipped().concepts();
    Concept painted = pick(all.stream().filter(Concept::anyColour).toList());
    Concept other =
        pick(
            all.stream()
                .filter(c -> !c.equals(painted) && English.isCountable(c.name()))
                .filter(c -> c.place() != Place.SKY)
                .toList());
    Thing first =
        Thing.of(painted)
            .in(pick(List.of(Colour.values())))
            .times(English.isCountable(painted.name()) ? 1 + random.nextInt(2) : 1);
    Depiction wish =
        Depiction.of(List.of(first, Thing.of(other)))
            .withRelation(new Relation(Relation.Kind.LEFT_OF, painted, other));
    String question =
        "How does %s differ from %s? Please show me a picture of %s."
            .formatted(
                English.article(painted.name()),
                English.article(other.name()),
                English.scene(wish));
    String caption = English.capital(English.scene(wish)) + ".";
    String answer = answer(question, caption);
    return new Turn(wish, question, answer, caption, scene(wish));
  }

  private String answer(String question, String caption) throws ModelException {
    Map<String, String> values = values("question", question);
    String answer = ask(language, PromptSet.ANSWER_DRAFT, values).text("answer");
    for (int round = 0; round < ROUNDS; round++) {
      values = values("question", question, "answer", answer, "caption", caption);
      ReplyReader review = ask(language, PromptSet.ANSWER_REVIEW, values);
      if (review.text("decision").equals("accept")) {
        break;
      }
      values.put("suggestion", review.find("suggestion").orElse(""));
      answer = ask(language, PromptSet.ANSWER_REVISE, values).text("answer");
    }
    return answer;
  }

  private Scene scene(Depiction wish) {
    return EmbeddedImageModel.scene(
        new ImageRequest(English.capital(English.scene(wish)) + ".", random.nextLong()), 0);
  }

  Outcome plant(Fault fault) throws ModelException {
    int fell = 0;
    int named = 0;
    int wrong = 0;
    Map<JudgeDimension, Double> others = new EnumMap<>(JudgeDimension.class);
    for (int i = 0; i < turns.size(); i++) {
      Turn good = turns.get(i);
      Turn bad = planted(fault, good, turns.get((i + 1) % turns.size()));
      Map<JudgeDimension, Double> before = scores(good);
      Map<JudgeDimension, Double> after = scores(bad);
      boolean all = true;
      for (JudgeDimension scale : JudgeDimension.values()) {
        double fall = before.getOrDefault(scale, 0.0) - after.getOrDefault(scale, 0.0);
        if (fault.falls.contains(scale)) {
          all &= fall > 0;
        } else if (!fault.mayFall.contains(scale)) {
          others.merge(scale, fall / turns.size(), Double::sum);
        }
      }
      fell += all ? 1 : 0;
      String remarks = fault.isOfText() ? textRemarks(bad) : pictureRemarks(bad);
      named += remarks.contains(fault.named) ? 1 : 0;
      wrong += namesAnother(fault, remarks) ? 1 : 0;
    }
    double n = turns.size();
    return new Outcome(fault, fell / n, others, named / n, wrong / n);
  }

  private static boolean namesAnother(Fault fault, String remarks) {
    if (fault == Fault.OTHER_PICTURE) {
      return false; // whatever else is said of another's picture is true of it
    }
    return EnumSet.allOf(Fault.class).stream()
        .filter(f -> f.isOfText() == fault.isOfText())
        .filter(f -> !f.named.equals(fault.named))
        .anyMatch(f -> remarks.contains(f.named));
  }

  private Turn planted(Fault fault, Turn good, Turn other) {
    Depiction wish = good.wish();
    Thing first = wish.things().get(0);
    return switch (fault) {
      case OTHER_PICTURE -> with(good, other.scene());
      case OTHER_ANSWER -> with(good, other.answer());
      case WRONG_COUNT ->
          with(good, scene(wish.replacing(first.times(first.count() == 1 ? 2 : 1))));
      case WRONG_COLOUR ->
          with(
              good,
              scene(
                  wish.replacing(
                      first.in(
                          Colour.values()[
                              (first.colour().orElseThrow().ordinal() + 1 + random.nextInt(4))
                                  % Colour.values().length]))));
      case LEFT_FOR_RIGHT ->
          with(
              good,
              scene(
                  wish.withRelation(
                      new Relation(
                          Relation.Kind.LEFT_OF,
                          wish.things().get(1).concept(),
                          first.concept()))));
      case MISSING_THING ->
          with(good, scene(wish.withThings(List.of(wish.things().get(random.nextInt(2))))));
      case REDUNDANT_ANSWER -> with(good, good.answer() + " " + describing(wish));
      case REPEATED_SENTENCE ->
          with(good, good.answer() + " " + English.sentences(good.answer()).get(0));
      case BLUR -> with(good, good.scene().with(new Finish(0.007, 0, 1, 0)));
      case NOISE -> with(good, good.scene().with(new Finish(0, 20, 1, 0)));
    };
  }

  /** Sentences that say no more than the picture shows. */
  private static String describing(Depiction wish) {
    return "The picture shows %s. You can see %s in it. In the picture there is %s. You can see it well."
        .formatted(
            English.things(wish),
            English.some(wish.things().get(0)),
            English.some(wish.things().get(1)));
  }

  private static Turn with(Turn good, Scene scene) {
    return new Turn(good.wish(), good.question(), good.answer(), good.caption(), scene);
  }

  private static Turn with(Turn good, String answer) {
    return new Turn(good.wish(), good.question(), answer, good.caption(), good.scene());
  }

  private Map<JudgeDimension, Double> scores(Turn turn) throws ModelException {
    ReplyReader reply =
        ask(
            judge,
            PromptSet.JUDGE,
            values("question", turn.question(), "answer", turn.answer()),
            picture(turn));
    Map<JudgeDimension, Double> scores = new EnumMap<>(JudgeDimension.class);
    for (JudgeDimension scale : JudgeDimension.values()) {
      scores.put(scale, reply.rating(scale.name(), 5).orElseThrow());
    }
    return scores;
  }

  private String pictureRemarks(Turn turn) throws ModelException {
    return ask(vision, PromptSet.IMAGE_REVIEW, values(turn), picture(turn))
        .find("suggestion")
        .orElse("");
  }

  private String textRemarks(Turn turn) throws ModelException {
    return ask(language, PromptSet.ANSWER_REVIEW, values(turn)).find("suggestion").orElse("");
  }

  private Picture picture(Turn turn) {
    return new Picture(PngWriter.write(renderer.render(turn.scene(), SIDE)));
  }

  private static Map<String, String> values(Turn turn) {
    return values("question", turn.question(), "answer", turn.answer(), "caption", turn.caption());
  }

  private static Map<String, String> values(String... given) {
    Map<String, String> values = new HashMap<>();
    for (String key : List.of("topic", "template", "question", "answer", "caption", "suggestion")) {
      values.put(key, "");
    }
    values.put("reference", "none");
    values.put("pictures", "none");
    for (int i = 0; i < given.length; i += 2) {
      values.put(given[i], given[i + 1]);
    }
    return values;
  }

  private ReplyReader ask(
      ChatModel model, String prompt, Map<String, String> values, Picture... pictures)
      throws ModelException {
    return ReplyReader.of(
        model
            .reply(
                PromptSet.shipped()
                    .get(prompt)
                    .fill(values, List.of(), List.of(pictures))
                    .request(random.nextLong()))
            .text());
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
