package io.seir.embedded;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.seir.model.ChatModel;
import io.seir.model.ImageModel;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.ReplyReader;
import io.seir.prompt.PromptSet;
import io.seir.sample.Picture;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a call of each embedded model takes, in milliseconds of processor time, so that other work
 * on the machine counts little: the same seeded turns over and over, the first round unmeasured.
 * Arguments: rounds and turns per round.
 */
public final class ModelsBench {
  private static final ModelSpec SPEC = ModelSpec.free(EmbeddedProvider.NAME, 1);
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final ChatModel language = new EmbeddedProvider().chat(ModelRole.LANGUAGE, SPEC);
  private final ChatModel vision = new EmbeddedProvider().chat(ModelRole.VISION, SPEC);
  private final ChatModel judge = new EmbeddedProvider().chat(ModelRole.JUDGE, SPEC);
  private final ImageModel image = new EmbeddedProvider().image(SPEC);
  private final List<String> topics = new ArrayList<>();
  private final List<String> templates;
  private final Map<String, Long> nanos = new LinkedHashMap<>();
  private final Map<String, Integer> calls = new LinkedHashMap<>();
  private SplittableRandom random = new SplittableRandom(1);

  private ModelsBench() throws Exception {
    File folder = new File("../app/src/main/resources/io/seir/topics");
    JsonNode tree = new ObjectMapper().readTree(new File(folder, "topics.json"));
    tree.forEach(domain -> domain.forEach(list -> list.forEach(t -> topics.add(t.asText()))));
    templates =
        new ObjectMapper()
            .readValue(new File(folder, "templates.json"), new TypeReference<List<String>>() {});
  }

  public static void main(String[] args) throws Exception {
    ModelsBench bench = new ModelsBench();
    int turns = Integer.parseInt(args[1]);
    for (int round = 0; round <= Integer.parseInt(args[0]); round++) {
      bench.random = new SplittableRandom(round);
      bench.nanos.clear();
      bench.calls.clear();
      for (int turn = 0; turn < turns; turn++) {
        bench.turn();
      }
      if (round > 0) {
        bench.print();
      }
    }
    System.exit(0);
  }

  private void print() {
    StringBuilder out = new StringBuilder();
    nanos.forEach(
        (name, sum) ->
            out.append("%s %.2f  ".formatted(name, sum / 1e6 / calls.getOrDefault(name, 1))));
    System.out.println(out);
  }

  private void turn() throws ModelException {
    Map<String, String> values = new HashMap<>();
    values.put("topic", topics.get(random.nextInt(topics.size())));
    values.put("template", templates.get(random.nextInt(templates.size())));
    values.put("suggestion", "");
    values.put("reference", "none");
    values.put("pictures", "none");
    values.put("question", ask("draft", language, PromptSet.QUESTION_DRAFT, values, "question"));
    ask("review", language, PromptSet.QUESTION_REVIEW, values, "decision");
    ReplyReader answer = reply("draft", language, PromptSet.ANSWER_DRAFT, values);
    values.put("answer", answer.text("answer"));
    values.put("caption", answer.text("caption"));
    ReplyReader said = reply("review", language, PromptSet.ANSWER_REVIEW, values);
    if (!said.text("decision").equals("accept")) {
      values.put("suggestion", said.text("suggestion"));
      ask("revise", language, PromptSet.ANSWER_REVISE, values, "answer");
    }
    long start = PROCESS.getProcessCpuTime();
    Picture picture = image.draw(new ImageRequest(values.get("caption"), random.nextLong()));
    add("picture", start);
    reply("look", vision, PromptSet.IMAGE_REVIEW, values, picture);
    reply("judge", judge, PromptSet.JUDGE, values, picture);
  }

  private String ask(
      String name, ChatModel model, String prompt, Map<String, String> values, String key)
      throws ModelException {
    return reply(name, model, prompt, values).text(key);
  }

  private ReplyReader reply(
      String name, ChatModel model, String prompt, Map<String, String> values, Picture... pictures)
      throws ModelException {
    long start = PROCESS.getProcessCpuTime();
    String text =
        model
            .reply(
                PromptSet.shipped()
                    .get(prompt)
                    .fill(values, List.of(), List.of(pictures))
                    .request(random.nextLong()))
            .text();
    add(name, start);
    return ReplyReader.of(text);
  }

  private void add(String name, long start) {
    nanos.merge(name, PROCESS.getProcessCpuTime() - start, Long::sum);
    calls.merge(name, 1, Integer::sum);
  }
}
