package io.seir.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import io.seir.sample.Turn;
import java.util.ArrayList;
import java.util.List;

/** Interleaved documents as MINT-1T has them: texts and images in order, the other null. */
public final class Mint1tFormat extends TarFormat {
  @Override
  public String name() {
    return "mint1t";
  }

  @Override
  public String about() {
    return "MINT-1T and NeMo Curator: tars of interleaved texts and images";
  }

  @Override
  List<List<Member>> examples(ExportSample sample, ExportSettings settings)
      throws LeftOutException {
    Chat.check(sample, sample.turns().size());
    String key = key(sample.id());
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    json.put("sample_id", key);
    ArrayNode texts = json.putArray("texts");
    ArrayNode images = json.putArray("images");
    List<Member> pictures = new ArrayList<>();
    for (int t = 0; t < sample.turns().size(); t++) {
      Turn turn = sample.turns().get(t);
      turn.question().ifPresent(text -> text(texts, images, text));
      if (!settings.picturesInAnswers()) {
        picture(sample, t, key, texts, images, pictures);
      }
      turn.answer().ifPresent(text -> text(texts, images, text));
      if (settings.picturesInAnswers()) {
        picture(sample, t, key, texts, images, pictures);
      }
    }
    List<Member> members = new ArrayList<>(List.of(Member.of(key + ".json", json.toString())));
    members.addAll(pictures);
    return List.of(members);
  }

  private static void text(ArrayNode texts, ArrayNode images, String text) {
    texts.add(text);
    images.addNull();
  }

  private static void picture(
      ExportSample sample,
      int turn,
      String key,
      ArrayNode texts,
      ArrayNode images,
      List<Member> pictures)
      throws LeftOutException {
    if (sample.shows(turn)) {
      Picture picture = sample.picture(turn);
      String name = key + "." + images.size() + "." + ExportSample.ending(picture);
      texts.addNull();
      images.add(name);
      pictures.add(new Member(name, picture.bytes()));
    }
  }
}
