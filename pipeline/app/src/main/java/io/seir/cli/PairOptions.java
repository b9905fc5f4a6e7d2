package io.seir.cli;

import io.seir.ask.ModelAccess;
import io.seir.data.InputException;
import io.seir.export.Edits;
import io.seir.export.ExportFormat;
import io.seir.export.ExportShards;
import io.seir.export.PictureRater;
import io.seir.export.Preferences;
import io.seir.model.ModelRole;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.EncoderLikeness;
import io.seir.pipeline.EncoderRater;
import io.seir.pipeline.JudgeRater;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Pairs that an export makes of rounds: a better and a worse one, or a picture and its edit. */
final class PairOptions {
  private static final double ENCODER_GAP = 0.06;
  private static final double JUDGE_GAP = 0.5;
  private static final double RATING_GAP = 1;

  /** Who rates the pictures of a pair. */
  enum Rater {
    ENCODER,
    JUDGE
  }

  @Option(
      names = "--preferences",
      paramLabel = "text|image",
      description =
          "Instead of examples, pairs of a better and a worse round of one turn: of answers, or of"
              + " pictures for the final caption.")
  private @Nullable Preferences preferences;

  @Option(
      names = "--gap",
      paramLabel = "POINTS",
      description =
          "How much better the better one is rated at least (default: 1 for texts, by the critic, or"
              + " if only it was accepted; for pictures 0.06 by the encoder, 0.5 by the judge).")
  private @Nullable Double gap;

  @Option(
      names = "--rate-with",
      paramLabel = "encoder|judge",
      defaultValue = "encoder",
      description =
          "With --preferences image: who rates both pictures anew against the final caption (default:"
              + " ${DEFAULT-VALUE}).")
  private Rater rateWith = Rater.ENCODER;

  @Option(
      names = "--similarity",
      paramLabel = "COSINE",
      description =
          "With --format bagel-edit: least cosine, by the encoder, of a picture and its revision, such"
              + " as 0.95. Less alike ones are left out, as most redraws are no edits.")
  private @Nullable Double similarity;

  Preferences preferences() {
    return preferences == null ? Preferences.NONE : preferences;
  }

  /** Whether no model is asked by a prompt. */
  boolean needsNoPrompt() {
    return rateWith == Rater.ENCODER;
  }

  /** Refuses what does not go together. */
  void check(CommandSpec command, ExportFormat form) {
    checkForm(form);
    if (!form.needsEdits()) {
      Usage.refuse(command, "--format bagel-edit", "--similarity");
    } else if (similarity == null) {
      throw new InputException(
          "--format "
              + form.name()
              + " needs --similarity, the least cosine of a picture and its revision, such as 0.95");
    } else if (!(similarity >= -1 && similarity <= 1)) {
      throw new InputException("--similarity must be a cosine from -1 to 1, not " + similarity);
    }
    if (preferences != Preferences.IMAGE) {
      Usage.refuse(command, "--preferences image", "--rate-with");
    }
    if (preferences != Preferences.IMAGE && !form.needsEdits()) {
      Usage.refuse(command, "--preferences image or --format bagel-edit", "--models");
    }
    if (preferences == null) {
      Usage.refuse(command, "--preferences", "--gap");
    }
  }

  private void checkForm(ExportFormat form) {
    Preferences wanted = preferences();
    if (form.preferences().contains(wanted)) {
      return;
    }
    List<String> able =
        ExportShards.formats().values().stream()
            .filter(one -> one.preferences().contains(wanted))
            .map(ExportFormat::name)
            .toList();
    throw new InputException(
        wanted == Preferences.NONE
            ? "--format " + form.name() + " holds pairs; give --preferences image"
            : "--format "
                + form.name()
                + " holds no pairs of "
                + (wanted == Preferences.TEXT ? "texts" : "pictures")
                + "; these do: "
                + String.join(", ", able));
  }

  /** Refuses models that cannot say what is asked of them. */
  void check(ModelsConfig models, ExportFormat form) {
    if (rateWith == Rater.JUDGE) {
      Endpoints.check(models);
    } else if (asksModels() && !models.trusts(ModelRole.ENCODER)) {
      throw new InputException(
          "the embedded encoder has seen its own pictures alone; name an encoder in --models"
              + " (docs/encoders.md)"
              + (form.needsEdits() ? "" : ", or give --rate-with judge"));
    }
  }

  private boolean asksModels() {
    return preferences == Preferences.IMAGE || similarity != null;
  }

  /** How much better the better one of a pair is rated at least. */
  double gap() {
    if (gap != null) {
      return gap;
    }
    return preferences != Preferences.IMAGE
        ? RATING_GAP
        : rateWith == Rater.JUDGE ? JUDGE_GAP : ENCODER_GAP;
  }

  PictureRater rater(ModelsConfig models, Supplier<ModelAccess> access) {
    if (preferences != Preferences.IMAGE) {
      return PictureRater.NONE;
    }
    return rateWith == Rater.JUDGE ? new JudgeRater(access.get()) : new EncoderRater(models);
  }

  Edits edits(ModelsConfig models) {
    return similarity == null ? Edits.NONE : new Edits(similarity, new EncoderLikeness(models));
  }

  /** For the fingerprint of a run. */
  void mark(Map<String, String> fingerprint, ModelsConfig models) {
    fingerprint.put("preferences", preferences + " " + gap + " " + rateWith);
    fingerprint.put("edits", String.valueOf(similarity));
    if (asksModels()) {
      models.identities().forEach((role, identity) -> fingerprint.put("models." + role, identity));
    }
  }
}
