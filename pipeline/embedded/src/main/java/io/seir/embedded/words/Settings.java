package io.seir.embedded.words;

import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Ground;
import io.seir.embedded.world.Weather;
import java.util.HashMap;
import java.util.Map;

/** The words for light, weather and ground. */
final class Settings {
  static final Map<String, Daytime> DAYTIMES = new HashMap<>();
  static final Map<String, Weather> WEATHERS = new HashMap<>();
  static final Map<String, Ground> GROUNDS = new HashMap<>();

  static {
    put(DAYTIMES, Daytime.DAY, "daylight", "daytime", "noon", "sunny", "morning", "sunshine");
    put(DAYTIMES, Daytime.SUNSET, "sunset", "dusk", "evening", "twilight");
    put(DAYTIMES, Daytime.NIGHT, "night", "midnight", "starry", "moonlit", "nighttime");
    put(WEATHERS, Weather.CLOUDY, "cloudy", "overcast", "clouds");
    put(WEATHERS, Weather.RAIN, "rain", "rainy", "raining", "drizzle");
    put(WEATHERS, Weather.SNOWFALL, "snowing", "snowfall", "snowflakes");
    put(GROUNDS, Ground.MEADOW, "meadow", "grass", "field", "pasture");
    put(GROUNDS, Ground.BEACH, "beach", "shore", "seashore", "sand");
    put(GROUNDS, Ground.SEA, "sea", "ocean");
    put(GROUNDS, Ground.SNOW, "snow", "snowy", "snow-covered");
    put(GROUNDS, Ground.DESERT, "desert", "dunes");
    put(GROUNDS, Ground.STREET, "street", "road");
    put(GROUNDS, Ground.TABLE, "table", "tabletop", "desk");
    put(GROUNDS, Ground.ROOM, "room", "indoors");
  }

  private Settings() {}

  private static <T> void put(Map<String, T> map, T value, String... words) {
    for (String word : words) {
      map.put(word, value);
    }
  }
}
