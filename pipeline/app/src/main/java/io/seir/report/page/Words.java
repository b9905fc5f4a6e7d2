package io.seir.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.seir.sample.JsonCoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words that occur again and again, by number. */
final class Words {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> words = new ArrayList<>();

  int number(String word) {
    return numbers.computeIfAbsent(
        word,
        one -> {
          words.add(one);
          return words.size() - 1;
        });
  }

  boolean has(String word) {
    return numbers.containsKey(word);
  }

  int size() {
    return words.size();
  }

  ArrayNode json() {
    ArrayNode all = JsonCoder.mapper().createArrayNode();
    words.forEach(all::add);
    return all;
  }
}
