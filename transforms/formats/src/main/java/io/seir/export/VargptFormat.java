package io.seir.export;

import java.util.Set;

/** VARGPT's format: LLaMA-Factory's, with a different token where a picture is to be made. */
public final class VargptFormat extends LlamaFactoryFormat {
  @Override
  public String name() {
    return "vargpt";
  }

  @Override
  public String about() {
    return "VARGPT: as llama-factory, with <image_gen> where an answer is to draw";
  }

  @Override
  public Set<Preferences> preferences() {
    return Set.of(Preferences.NONE);
  }

  @Override
  String token(ExportSettings settings) {
    return settings.token(settings.picturesInAnswers() ? "<image_gen>" : Chat.IMAGE);
  }
}
