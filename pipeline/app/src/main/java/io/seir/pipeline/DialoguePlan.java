package io.seir.pipeline;

import io.seir.sample.Sample;
import io.seir.sample.Seeds;
import io.seir.sample.Topic;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which dialogues a run makes. Dialogue {@code i} depends only on the run's seed and on {@code i}.
 * Topics are drawn without replacement until all have been drawn, then again in a new order. A
 * template is drawn for every turn, and none is repeated within a dialogue if there are enough.
 *
 * @param samples how many dialogues
 * @param fewestTurns turns per dialogue, at least
 * @param mostTurns at most; how many is drawn from the dialogue's seed
 */
public record DialoguePlan(
    long seed,
    long samples,
    int fewestTurns,
    int mostTurns,
    List<Topic> topics,
    List<String> templates)
    implements Serializable {

  public DialoguePlan {
    topics = List.copyOf(topics);
    templates = List.copyOf(templates);
    if (samples < 1 || fewestTurns < 1 || mostTurns < fewestTurns) {
      throw new IllegalArgumentException("a run has at least one dialogue of at least one turn");
    }
    if (topics.isEmpty() || templates.isEmpty()) {
      throw new IllegalArgumentException("a run needs topics and templates");
    }
  }

  /** The dialogues to start, from one index (inclusive) to another (exclusive). */
  public List<Sample> samples(long from, long to) {
    List<Sample> samples = new ArrayList<>();
    long epoch = -1;
    List<Integer> order = List.of();
    for (long index = from; index < to; index++) {
      if (index / topics.size() != epoch) {
        epoch = index / topics.size();
        order = order(epoch);
      }
      samples.add(sample(index, topics.get(order.get((int) (index % topics.size())))));
    }
    return samples;
  }

  /** The order of the topics in round {@code epoch}; the last order is cached. */
  private List<Integer> order(long epoch) {
    Order known = Order.LAST.get();
    if (known != null
        && known.epoch() == epoch
        && known.seed() == seed
        && known.topics() == topics) {
      return known.order();
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < topics.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(Seeds.derive(seed, "topics", epoch)));
    Order.LAST.set(new Order(seed, epoch, topics, order));
    return order;
  }

  private record Order(long seed, long epoch, List<Topic> topics, List<Integer> order) {
    static final AtomicReference<@Nullable Order> LAST = new AtomicReference<>();
  }

  /** How many turns a dialogue has. */
  public int turns(long index) {
    return turns(random(own(index)));
  }

  private long own(long index) {
    return Seeds.derive(seed, "dialogue", index);
  }

  private static Random random(long own) {
    return new Random(Seeds.derive(own, "plan"));
  }

  private int turns(Random random) {
    return fewestTurns + random.nextInt(mostTurns - fewestTurns + 1);
  }

  /** The same plan with a different number of dialogues; the first ones are the same. */
  public DialoguePlan ofSamples(long number) {
    return new DialoguePlan(seed, number, fewestTurns, mostTurns, topics, templates);
  }

  private Sample sample(long index, Topic topic) {
    long own = own(index);
    Random random = random(own);
    int turns = turns(random);
    List<String> drawn = new ArrayList<>();
    while (drawn.size() < turns) {
      String template = templates.get(random.nextInt(templates.size()));
      if (templates.size() < turns || !drawn.contains(template)) {
        drawn.add(template);
      }
    }
    return Sample.ofTopic(String.format(Locale.ROOT, "s%d-%07d", seed, index), topic, drawn)
        .withIndex(index)
        .withSeed(own);
  }
}
