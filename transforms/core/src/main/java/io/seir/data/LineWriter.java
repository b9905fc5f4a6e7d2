package io.seir.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.Features;
import io.seir.sample.ImageRef;
import io.seir.sample.JsonCoder;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Refinement;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes a sample as a line's object: its own keys first, then what this project adds. */
final class LineWriter {
  private final Sample sample;
  private final ObjectNode line;
  private final boolean dialogue;

  private LineWriter(Sample sample) {
    this.sample = sample;
    this.line =
        sample
            .source()
            .map(source -> SampleLine.object(source.line()))
            .orElseGet(() -> JsonCoder.mapper().createObjectNode());
    this.dialogue =
        sample.source().isEmpty()
            || sample.turns().size() != 1
            || line.has("conversations")
            || line.has("messages");
  }

  static ObjectNode object(Sample sample) {
    LineWriter writer = new LineWriter(sample);
    writer.content();
    writer.annotations();
    return writer.line;
  }

  private void content() {
    line.put("id", sample.id()); // a line that was read may have had none
    sample.system().ifPresent(system -> line.put("model", system));
    if (sample.source().isEmpty()) {
      sample.topic().ifPresent(topic -> line.put("topic", topic.text()));
      conversations();
      sample.topic().flatMap(topic -> topic.domain()).ifPresent(d -> line.put("domain", d));
      sample.topic().flatMap(topic -> topic.category()).ifPresent(c -> line.put("category", c));
      line.put("seed", sample.seed());
      if (!sample.templates().isEmpty()) {
        line.set("templates", JsonCoder.mapper().valueToTree(sample.templates()));
      }
    } else if (!isAsItWasRead()) {
      if (dialogue) {
        line.remove(List.of("messages", "question", "answer", "caption", "image"));
        conversations();
      } else {
        Turn turn = sample.turns().get(0);
        turn.question().ifPresent(text -> line.put("question", text));
        turn.answer().ifPresent(text -> line.put("answer", text));
        turn.caption().ifPresent(text -> line.put("caption", text));
        turn.image().ifPresent(image -> line.put("image", image.uri()));
      }
    }
  }

  /** Whether the content of the turns is still that of the line, or empty. */
  private boolean isAsItWasRead() {
    if (sample.turns().stream().allMatch(Turn.EMPTY::sameContent)) {
      return true;
    }
    List<Turn> read = SampleLine.parse(line.toString()).turns();
    boolean same = read.size() == sample.turns().size();
    for (int t = 0; same && t < read.size(); t++) {
      same = read.get(t).sameContent(sample.turns().get(t));
    }
    return same;
  }

  private void conversations() {
    ArrayNode said = line.putArray("conversations");
    for (Turn turn : sample.turns()) {
      turn.question().ifPresent(text -> said.addObject().put("from", "human").put("value", text));
      if (turn.answer().isPresent() || turn.caption().isPresent() || turn.image().isPresent()) {
        ObjectNode reply = said.addObject().put("from", "gpt");
        turn.answer().ifPresent(text -> reply.put("value", text));
        turn.caption().ifPresent(text -> reply.put("caption", text));
        turn.image().map(ImageRef::uri).ifPresent(uri -> reply.put("image", uri));
      }
    }
  }

  private void annotations() {
    if (any(turn -> turn.verdict().isPresent())) {
      if (dialogue) {
        perTurn("scores", LineWriter::scores);
      } else {
        labels();
      }
      perTurn("synjudge", LineWriter::synjudge);
    }
    if (any(turn -> turn.features().isPresent())) {
      perTurn(
          "features",
          turn ->
              turn.features()
                  .map(Features::json)
                  .orElseGet(() -> JsonCoder.mapper().createObjectNode()));
    }
    if (any(turn -> !turn.flags().isEmpty())) {
      perTurn("flags", turn -> JsonCoder.mapper().valueToTree(turn.flags()));
    }
    String faults =
        sample.turns().stream()
            .flatMap(turn -> turn.fault().stream())
            .distinct()
            .collect(Collectors.joining(","));
    if (!faults.isEmpty()) {
      line.put("fault", faults);
    }
    if (any(turn -> !turn.lineage().isEmpty())) {
      perTurn("lineage", LineWriter::lineage);
    }
    if (!sample.usage().isEmpty()) {
      line.set("usage", JsonCoder.mapper().valueToTree(sample.usage()));
    }
  }

  private boolean any(Function<Turn, Boolean> has) {
    return sample.turns().stream().anyMatch(has::apply);
  }

  /** A list with one value per turn of a dialogue; the value alone otherwise. */
  private void perTurn(String key, Function<Turn, JsonNode> value) {
    if (dialogue) {
      ArrayNode all = line.putArray(key);
      sample.turns().forEach(turn -> all.add(value.apply(turn)));
    } else {
      line.set(key, value.apply(sample.turns().get(0)));
    }
  }

  private void labels() {
    line.remove("labels"); // of another judge
    if (sample.turns().get(0).verdict().orElseThrow() instanceof Verdict.Scored scored) {
      ArrayNode labels = line.putArray("labels");
      for (JudgeDimension dimension : JudgeDimension.values()) {
        labels.add(scored.scores().get(dimension));
      }
    }
  }

  private static JsonNode scores(Turn turn) {
    ObjectNode object = JsonCoder.mapper().createObjectNode();
    turn.verdict()
        .ifPresent(
            verdict -> {
              if (verdict instanceof Verdict.Scored scored) {
                for (JudgeDimension dimension : JudgeDimension.values()) {
                  object.put(dimension.name(), scored.scores().get(dimension));
                }
              } else if (verdict instanceof Verdict.Unscored unscored) {
                object.put("unscored", unscored.reason());
              }
            });
    return object;
  }

  private static JsonNode synjudge(Turn turn) {
    ObjectNode object = JsonCoder.mapper().createObjectNode();
    turn.verdict()
        .ifPresent(
            verdict -> {
              if (verdict instanceof Verdict.Scored scored) {
                for (JudgeDimension dimension : JudgeDimension.values()) {
                  double expected = Objects.requireNonNull(scored.expected().get(dimension));
                  object.put(dimension.name(), Features.rounded(expected));
                }
                scored.question().ifPresent(rating -> object.put(Verdict.QUESTION, rating));
                object.put("by", scored.by());
              } else if (verdict instanceof Verdict.Unscored unscored) {
                object.put("unscored", unscored.reason());
              }
            });
    return object;
  }

  private static JsonNode lineage(Turn turn) {
    ObjectNode stages = JsonCoder.mapper().createObjectNode();
    for (Refinement made : turn.lineage()) {
      ObjectNode rounds = JsonCoder.mapper().valueToTree(made);
      rounds.remove("stage");
      String name = made.stage();
      for (int again = 2; stages.has(name); again++) {
        name = made.stage() + "#" + again;
      }
      stages.set(name, rounds);
    }
    return stages;
  }
}
