package io.seir.embedded.training;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.seir.embedded.encoder.PictureInput;
import io.seir.embedded.encoder.VisibleClass;
import io.seir.embedded.words.SentenceEncoder;
import io.seir.embedded.world.RandomScenes;
import io.seir.embedded.world.SceneRenderer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Trains the encoders one after the other: {@code TrainEncoders STEPS FOLDER [FROM [NAME]]}; with
 * {@code FROM}, a folder of trained ones, goes on from these at a lower rate; with {@code NAME},
 * only that one.
 *
 * <p>Four losses over the cosines of every patch with one phrase of every class: which thing is at a
 * patch (cross entropy where a thing stands), which classes the picture shows against all it does
 * not (soft maximum over patches), whether a class is shown at all (logistic around cosine 0.5, so
 * that one threshold serves every phrase), and where the middles of the things shown are (logistic
 * against a heat that falls off around each middle, so that the sum over patches counts them).
 */
public final class TrainEncoders {
  private static final int BATCH = 64;
  private static final float SCALE = 20f;
  private static final float PRESENT = 0.5f;

  private final EncoderSpec spec;
  private final int steps;

  private final Optional<Path> from;

  private TrainEncoders(EncoderSpec spec, int steps, Optional<Path> from) {
    this.spec = spec;
    this.steps = steps;
    this.from = from;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[1]));
    Optional<Path> from = args.length > 2 ? Optional.of(Path.of(args[2])) : Optional.empty();
    for (EncoderSpec spec : EncoderSpec.ALL) {
      if (args.length < 4 || args[3].equals(spec.name())) {
        new TrainEncoders(spec, Integer.parseInt(args[0]), from).run(folder);
      }
    }
    System.exit(0); // the rendering threads wait for a taker
  }

  private void run(Path folder) throws Exception {
    Phrases phrases = new Phrases(); // before the engine: the two native libraries clash otherwise
    Engine.getInstance().setRandomSeed((int) spec.seed());
    BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(4);
    Thread renderer = new Thread(() -> render(batches), "renderer");
    renderer.setDaemon(true);
    renderer.start();
    try (Model image = DualEncoderNet.image(spec.width(), from.isEmpty());
        Model text = DualEncoderNet.text();
        Trainer images = image.newTrainer(config());
        Trainer texts = text.newTrainer(config())) {
      images.initialize(new Shape(1, 3, PictureInput.SIDE, PictureInput.SIDE));
      texts.initialize(new Shape(1, SentenceEncoder.DIMENSION));
      if (from.isPresent()) {
        set(image, OnnxExport.read(from.get().resolve(spec.name() + "-image.onnx")));
        set(text, OnnxExport.read(from.get().resolve(spec.name() + "-text.onnx")));
      }
      Random random = new Random(spec.seed());
      double running = 0;
      long start = System.nanoTime();
      for (int step = 1; step <= steps; step++) {
        double loss = step(images, texts, batches.take(), phrases.draw(random));
        running = step == 1 ? loss : 0.98 * running + 0.02 * loss;
        if (step % 50 == 0) {
          System.out.printf(
              "%s step %d/%d loss %.4f %.0f pictures/s%n",
              spec.name(),
              step,
              steps,
              running,
              step * BATCH / ((System.nanoTime() - start) / 1e9));
        }
        if (step % 250 == 0 || step == steps) {
          OnnxExport.write(image, text, spec, folder);
        }
      }
    }
  }

  private static void set(Model model, List<float[]> values) {
    int next = 0;
    for (Parameter parameter : model.getBlock().getParameters().values()) {
      parameter.getArray().set(values.get(next++));
    }
  }

  private DefaultTrainingConfig config() {
    float first = from.isEmpty() ? 2e-3f : 7e-4f;
    Tracker rate =
        Tracker.cosine().setBaseValue(first).optFinalValue(2e-5f).setMaxUpdates(steps).build();
    return new DefaultTrainingConfig(Loss.l2Loss())
        .optInitializer(new XavierInitializer(), "weight")
        .optOptimizer(Optimizer.adamW().optLearningRateTracker(rate).build());
  }

  private void render(BlockingQueue<Batch> batches) {
    long seed = spec.seed() + (from.isEmpty() ? 0 : steps);
    RandomScenes scenes = new RandomScenes(seed, spec.notoShare());
    SceneRenderer renderer = new SceneRenderer();
    try {
      while (true) {
        batches.put(Batch.render(scenes, renderer, BATCH));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double step(Trainer images, Trainer texts, Batch batch, float[] phrases) {
    double value;
    try (NDManager manager = images.getManager().newSubManager();
        GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray pixels =
          manager.create(
              batch.pixels, new Shape(batch.size, 3, PictureInput.SIDE, PictureInput.SIDE));
      int classes = VisibleClass.all().size();
      NDArray words = manager.create(phrases, new Shape(classes, SentenceEncoder.DIMENSION));
      NDArray patch = DualEncoderNet.patches(images.forward(new NDList(pixels)));
      NDArray phrase = DualEncoderNet.unit(texts.forward(new NDList(words)).singletonOrThrow());
      NDArray cosines = patch.reshape(-1, DualEncoderNet.DIMENSION).matMul(phrase.transpose());
      NDArray loss = loss(manager, cosines, batch, classes);
      gradients.backward(loss);
      value = loss.getFloat();
      cosines.close();
    }
    images.step();
    texts.step();
    return value;
  }

  private static NDArray loss(NDManager manager, NDArray cosines, Batch batch, int classes) {
    int labelled = 0;
    int[] rows = new int[batch.patches.length];
    int[] labels = new int[batch.patches.length];
    for (int p = 0; p < batch.patches.length; p++) {
      if (batch.patches[p] >= 0) {
        rows[labelled] = p;
        labels[labelled++] = batch.patches[p];
      }
    }
    NDArray rowIndex = manager.create(Arrays.copyOf(rows, labelled)).toType(DataType.INT64, false);
    NDArray label = manager.create(Arrays.copyOf(labels, labelled)).toType(DataType.INT64, false);
    // Factors live as long as the step: DJL frees the memory behind mul(float) while autograd
    // still needs it.
    NDArray scale = manager.create(SCALE);
    NDArray two = manager.create(2f);
    NDArray four = manager.create(4f);
    NDArray zero = manager.create(0f);
    NDArray atThings = cosines.get(rowIndex).mul(scale).logSoftmax(-1);
    NDArray where = atThings.gather(label.reshape(-1, 1), 1).mean().neg();

    NDArray best = cosines.reshape(batch.size, PictureInput.PATCHES, classes).max(new int[] {1});
    NDArray shown = manager.create(batch.shown, new Shape(batch.size, classes));
    NDArray absent = shown.neg().add(1f);
    NDArray exp = best.sub(1f).mul(scale).exp();
    NDArray others = exp.mul(absent).sum(new int[] {1}, true);
    NDArray which =
        exp.div(exp.add(others)).add(1e-12f).log().mul(shown).sum().div(shown.sum()).neg();

    NDArray logit = best.sub(PRESENT).mul(scale);
    NDArray softplus = logit.abs().neg().exp().add(1f).log().add(logit.maximum(zero));
    NDArray each = softplus.sub(logit.mul(shown));
    NDArray weight = shown.mul(24f).add(absent);
    NDArray whether = each.mul(weight).sum().div(weight.sum());

    NDArray pairs = manager.create(batch.pairs()).toType(DataType.INT64, false);
    NDArray heat = manager.create(batch.heat(), new Shape(pairs.size(), PictureInput.PATCHES));
    NDArray maps =
        cosines
            .reshape(batch.size, PictureInput.PATCHES, classes)
            .transpose(0, 2, 1)
            .reshape(-1, PictureInput.PATCHES)
            .get(pairs);
    NDArray warm = maps.sub(PRESENT).mul(scale);
    NDArray soft = warm.abs().neg().exp().add(1f).log().add(warm.maximum(zero));
    NDArray middles = soft.sub(warm.mul(heat)).mean();
    return where.add(which).add(whether.mul(two)).add(middles.mul(four));
  }
}
