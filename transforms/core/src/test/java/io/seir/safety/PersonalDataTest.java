package io.seir.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {
  @ParameterizedTest
  @CsvSource({
    "'Write to ann.lee@example.org, please.', personal:email",
    "'My card is 4111 1111 1111 1111.', personal:card",
    "'5555-5555-5555-4444', personal:card",
    "'The server is 192.168.17.4 today', personal:ip",
    "'Call +49 30 901820 tomorrow', personal:phone",
    "'+1 650-253-0000', personal:phone"
  })
  void isFound(String text, String label) {
    assertEquals(Set.of(label), PersonalData.find(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A cat at 12:30 on 2026-11-25.",
        "Pi is 3.14159265358979323846.",
        "Version 1.2.3.4.5 and 999.1.1.1",
        "1234 5678 9012 3456",
        "0000 0000 0000 0000",
        "user@host",
        "In 1912 some 1500 people; 100 000 000 000 stars"
      })
  void whatOnlyLooksLikeItIsNot(String text) {
    assertEquals(Set.of(), PersonalData.find(text));
  }

  @Test
  void everyTextOfATurnIsLookedAt() {
    Sample sample =
        Sample.ofQuestion("q", "Is a@b.example.com right?")
            .withLast(Turn.asking("Is a@b.example.com right?").withCaption("10.0.0.1 on a screen"));
    assertEquals(
        List.of("personal:email", "personal:ip"), PersonalData.mark(sample).turns().get(0).flags());
    assertEquals(PersonalData.mark(sample), PersonalData.mark(PersonalData.mark(sample)));
  }
}
