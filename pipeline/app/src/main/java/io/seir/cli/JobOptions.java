package io.seir.cli;

import io.seir.ask.ModelAccess;
import io.seir.blob.Locations;
import io.seir.blob.SamplePictures;
import io.seir.data.InputException;
import io.seir.embedded.EmbeddedProvider;
import io.seir.input.ModelsFile;
import io.seir.input.PromptsFolder;
import io.seir.journal.JournalFolder;
import io.seir.model.ModelRole;
import io.seir.model.ModelsConfig;
import io.seir.prompt.PromptSet;
import io.seir.run.EventTarget;
import io.seir.run.RunFiles;
import io.seir.run.RunFolder;
import io.seir.run.SavedOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that runs a pipeline. */
class JobOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec mixee;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the results; new or empty. Required.")
  String out = "";

  @Mixin final SeedOption seed = new SeedOption();
  @Mixin final KernelsOption kernels = new KernelsOption();

  @Option(
      names = "--models",
      paramLabel = "FILE",
      description =
          "Which model plays which role, as YAML or JSON (docs/models.md); or the word embedded, to"
              + " name the embedded models for every role (default: the embedded models).")
  private @Nullable Path models;

  @Option(
      names = "--prompts",
      paramLabel = "DIR",
      description =
          "Folder with your own prompts, such as answer-draft.txt; the shipped ones are used for"
              + " the rest. judge-labels.properties gives the names by which your judge knows the"
              + " scales (TCC = ...).")
  private @Nullable Path prompts;

  @Option(
      names = "--language",
      paramLabel = "NAME",
      defaultValue = PromptSet.ENGLISH,
      description =
          "Language to write dialogues in, such as German (default: ${DEFAULT-VALUE});"
              + " captions stay English, which image models understand best.")
  private String language = PromptSet.ENGLISH;

  @Mixin final ResumeOption resume = new ResumeOption();
  @Mixin final RunnerOption runner = new RunnerOption();
  @Mixin final OpenLineageOption openLineage = new OpenLineageOption();

  /** Warns about options that every command has but that have no effect in this one. */
  void warnIfUseless(String why, String... options) {
    Usage.warnIfUseless(Objects.requireNonNull(mixee), why, options);
  }

  /** The models of all roles. */
  ModelsConfig models() {
    ModelsConfig config = models == null ? ModelsFile.none() : ModelsFile.read(models);
    if (!language.equals(PromptSet.ENGLISH)
        && Optional.ofNullable(config.roles().get(ModelRole.LANGUAGE))
            .filter(spec -> spec.provider().equals(EmbeddedProvider.NAME))
            .isPresent()) {
      throw new InputException(
          "the embedded models write only English; for --language "
              + language
              + " name a language model in --models");
    }
    return config;
  }

  /**
   * The prompts: the user's own where given, the shipped ones otherwise, in the requested language.
   */
  PromptSet prompts() {
    PromptSet set = prompts == null ? PromptSet.shipped() : PromptsFolder.read(prompts);
    try {
      return set.withLanguage(language);
    } catch (IllegalArgumentException e) {
      throw new InputException("--language: " + e.getMessage());
    }
  }

  /** How models are called; the journal is in the run folder. */
  ModelAccess access(ModelsConfig of, String folder) {
    return ModelAccess.to(of)
        .withPrompts(prompts())
        .withJournal(new JournalFolder(folder + "/" + RunFiles.JOURNAL));
  }

  /** Rejects a command line without a folder for the results. */
  void checkOut() {
    if (out.isEmpty()) {
      throw new InputException("--out is required: the folder to write results to");
    }
  }

  /** Claims the folder. */
  RunFolder claim(TreeMap<String, String> fingerprint) {
    return claim(new SavedOptions(fingerprint, new TreeMap<>(), 0), openLineage);
  }

  /**
   * Claims the folder, and reports that the run has started.
   *
   * @param events of the command that the user started
   */
  RunFolder claim(SavedOptions saved, OpenLineageOption events) {
    Optional<EventTarget> target = events.target(); // a wrong option leaves the folder alone
    RunFolder folder = RunFolder.claim(out, resume.value, saved);
    target.ifPresent(
        to ->
            events.start(
                to, runner.spec(), runner.task(), folder.path(), runner.support().isHere()));
    return folder;
  }

  /** The part that all fingerprints share: the program, its seed and its prompts. */
  TreeMap<String, String> fingerprint() {
    TreeMap<String, String> fingerprint = new TreeMap<>();
    fingerprint.put("seed", Long.toString(seed.value));
    fingerprint.put("seir", Versions.all().getOrDefault("seir", ""));
    fingerprint.put("language", language);
    prompts()
        .changes()
        .forEach((name, text) -> fingerprint.put("prompts." + name, Fingerprints.of(text)));
    return fingerprint;
  }

  /** The pictures below {@code --images}; without that option, those in each file's own folder. */
  static SamplePictures pictures(@Nullable Path images) {
    if (images == null) {
      return SamplePictures.besideTheirFile();
    }
    if (!Files.isDirectory(images)) {
      throw new InputException("--images " + images + " is not a folder");
    }
    return SamplePictures.in(Locations.name(images));
  }
}
