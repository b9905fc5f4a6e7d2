package io.seir.pipeline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.DataSetLines;
import io.seir.Runs;
import io.seir.embedded.EmbeddedProvider;
import io.seir.model.ChatModel;
import io.seir.model.ModelException;
import io.seir.model.Models;
import io.seir.model.ModelsConfig;
import io.seir.model.ReplyReader;
import io.seir.prompt.PromptSet;
import io.seir.refine.RefinementConfig;
import io.seir.sample.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the pictures of other dialogues, critic and judge must notice: they look at pixels. */
class PicturesMatterTest {
  private static final int SAMPLES = 100;

  private record Shown(String question, String answer, String caption, Path picture) {}

  @TempDir Path folder;

  @Test
  void swappedPicturesAreNoticed() throws Exception {
    Path set =
        Runs.generate(
            folder.resolve("set"), Runs.shipped(21, SAMPLES, 1, 1), RefinementConfig.ofDepth(3));
    List<Shown> turns = new ArrayList<>();
    DataSetLines.read(set, dialogue -> turns.add(shown(set, dialogue)));
    Models models = ModelsConfig.all(EmbeddedProvider.NAME).open();
    int accepted = 0;
    int objected = 0;
    int fallen = 0;
    for (int i = 0; i < turns.size(); i++) {
      Shown turn = turns.get(i);
      Path other = turns.get((i + turns.size() / 2) % turns.size()).picture();
      accepted += accepts(models.vision(), turn, turn.picture()) ? 1 : 0;
      objected += accepts(models.vision(), turn, other) ? 0 : 1;
      fallen +=
          its(models.judge(), turn, other) < its(models.judge(), turn, turn.picture()) ? 1 : 0;
    }
    System.out.printf(
        "of %d turns: accepted as they are %d, objected when swapped %d, ITS fell %d%n",
        turns.size(), accepted, objected, fallen);
    // the image model errs often enough that three redraws do not mend everything
    assertTrue(accepted >= 0.55 * turns.size(), "accepted unswapped: " + accepted);
    assertTrue(objected >= 0.90 * turns.size(), "objected to swapped: " + objected);
    assertTrue(fallen >= 0.90 * turns.size(), "ITS fell for swapped: " + fallen);
  }

  private static Shown shown(Path set, JsonNode dialogue) {
    JsonNode said = dialogue.path("conversations");
    return new Shown(
        said.get(0).path("value").asText(),
        said.get(1).path("value").asText(),
        said.get(1).path("caption").asText(),
        set.resolve(said.get(1).path("image").asText()));
  }

  private static boolean accepts(ChatModel critic, Shown turn, Path picture) throws Exception {
    return ask(critic, PromptSet.IMAGE_REVIEW, turn, picture).text("decision").equals("accept");
  }

  private static double its(ChatModel judge, Shown turn, Path picture) throws Exception {
    return ask(judge, PromptSet.JUDGE, turn, picture).rating("ITS", 5).orElseThrow();
  }

  private static ReplyReader ask(ChatModel model, String prompt, Shown turn, Path picture)
      throws IOException, ModelException {
    Map<String, String> values =
        Map.of(
            "question", turn.question(),
            "answer", turn.answer(),
            "caption", turn.caption(),
            "reference", "none",
            "pictures", "1: of the answer");
    Picture shown = new Picture(Files.readAllBytes(picture));
    return ReplyReader.of(
        model
            .reply(
                PromptSet.shipped().get(prompt).fill(values, List.of(), List.of(shown)).request(1))
            .text());
  }
}
