package io.seir.embedded.world;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.SplittableRandom;

/** Everything behind and before the things: sky, ground, walls, clouds, rain. Unit square. */
final class Backdrop {
  private static final double HORIZON = 0.62;

  void paint(Graphics2D g, Scene scene) {
    SplittableRandom random = new SplittableRandom(scene.seed());
    if (scene.ground().indoors()) {
      indoors(g, scene, random);
    } else {
      sky(g, scene, random);
      ground(g, scene, random);
    }
  }

  void paintWeather(Graphics2D g, Scene scene) {
    SplittableRandom random = new SplittableRandom(scene.seed() + 1);
    if (scene.weather() == Weather.RAIN) {
      g.setStroke(new BasicStroke(0.0045f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      g.setPaint(new Color(215, 230, 255, 150));
      for (int i = 0; i < 90; i++) {
        double x = random.nextDouble(-0.05, 1.05);
        double y = random.nextDouble(-0.05, 1);
        double length = random.nextDouble(0.03, 0.06);
        g.draw(new Line2D.Double(x, y, x - length * 0.3, y + length));
      }
    } else if (scene.weather() == Weather.SNOWFALL) {
      g.setPaint(new Color(255, 255, 255, 225));
      for (int i = 0; i < 100; i++) {
        double r = random.nextDouble(0.004, 0.009);
        g.fill(new Ellipse2D.Double(random.nextDouble(), random.nextDouble(), 2 * r, 2 * r));
      }
    }
  }

  private static void sky(Graphics2D g, Scene scene, SplittableRandom random) {
    boolean grey = scene.weather() != Weather.CLEAR;
    Color top =
        switch (scene.daytime()) {
          case DAY -> grey ? new Color(0x8FA3B5) : new Color(0x4FA3E8);
          case SUNSET -> grey ? new Color(0x6B5B7B) : new Color(0x5B4B9A);
          case NIGHT -> grey ? new Color(0x1B2236) : new Color(0x0B1240);
        };
    Color low =
        switch (scene.daytime()) {
          case DAY -> grey ? new Color(0xCBD5DC) : new Color(0xC9E9FB);
          case SUNSET -> grey ? new Color(0xC98F7A) : new Color(0xFFB066);
          case NIGHT -> grey ? new Color(0x39435C) : new Color(0x2C3C7C);
        };
    SceneRenderer.blend(g, top, low, 0, HORIZON + 0.04);
    if (scene.weather() == Weather.CLEAR) {
      lights(g, scene.daytime(), random);
    } else {
      for (int i = 0; i < 4; i++) {
        cloud(g, random, scene.daytime());
      }
    }
  }

  /** The sun low at sunset, high by day; stars at night. */
  private static void lights(Graphics2D g, Daytime daytime, SplittableRandom random) {
    if (daytime == Daytime.NIGHT) {
      g.setPaint(new Color(255, 250, 220, 220));
      for (int i = 0; i < 40; i++) {
        double r = random.nextDouble(0.0015, 0.004);
        g.fill(
            new Ellipse2D.Double(
                random.nextDouble(), random.nextDouble(0, HORIZON - 0.08), 2 * r, 2 * r));
      }
      return;
    }
    double y = daytime == Daytime.DAY ? random.nextDouble(0.05, 0.13) : HORIZON - 0.08;
    double x = random.nextDouble(0.08, 0.92);
    double r = daytime == Daytime.DAY ? 0.05 : 0.075;
    Color sun = daytime == Daytime.DAY ? new Color(0xFFF2A8) : new Color(0xFFD27A);
    for (int halo = 3; halo >= 0; halo--) {
      double wide = r * (1 + 0.35 * halo);
      g.setPaint(new Color(sun.getRed(), sun.getGreen(), sun.getBlue(), halo == 0 ? 255 : 45));
      g.fill(new Ellipse2D.Double(x - wide, y - wide, 2 * wide, 2 * wide));
    }
  }

  private static void cloud(Graphics2D g, SplittableRandom random, Daytime daytime) {
    double x = random.nextDouble();
    double y = random.nextDouble(0.03, 0.25);
    double wide = random.nextDouble(0.12, 0.24);
    g.setPaint(
        daytime == Daytime.NIGHT ? new Color(90, 100, 125, 150) : new Color(250, 250, 255, 165));
    for (int puff = 0; puff < 4; puff++) {
      double r = wide * (0.28 + 0.1 * (puff % 2));
      double px = x - wide / 2 + wide * puff / 3;
      g.fill(new Ellipse2D.Double(px - r, y - r * 0.6, 2 * r, 1.2 * r));
    }
  }

  private static void ground(Graphics2D g, Scene scene, SplittableRandom random) {
    switch (scene.ground()) {
      case MEADOW ->
          hills(g, random, new Color(0x7DB95C), new Color(0x5E9C45), new Color(0x8CC866));
      case SNOW -> hills(g, random, new Color(0xDCE8F2), new Color(0xC3D5E6), new Color(0xF4F8FC));
      case DESERT ->
          hills(g, random, new Color(0xDDB679), new Color(0xC99A5B), new Color(0xEBCB90));
      case SEA -> sea(g, random, 1);
      case BEACH -> {
        sea(g, random, 0.85);
        g.setPaint(new Color(0xF1DDA8));
        g.fill(SceneRenderer.hill(0.79, 0.03, random.nextDouble(6), 2));
      }
      case STREET -> street(g, random);
      case TABLE, ROOM -> throw new IllegalStateException("indoors");
    }
  }

  private static void hills(
      Graphics2D g, SplittableRandom random, Color far, Color middle, Color near) {
    g.setPaint(middle);
    g.fill(SceneRenderer.hill(HORIZON, 0.09, random.nextDouble(6), random.nextDouble(1.5, 3)));
    g.setPaint(far);
    g.fill(SceneRenderer.hill(HORIZON + 0.05, 0.06, random.nextDouble(6), 2));
    g.setPaint(near);
    g.fill(SceneRenderer.hill(HORIZON + 0.13, 0.04, random.nextDouble(6), 1.5));
  }

  private static void sea(Graphics2D g, SplittableRandom random, double bottom) {
    SceneRenderer.blend(g, new Color(0x3C8DBC), new Color(0x1F6391), HORIZON - 0.04, bottom);
    g.setStroke(new BasicStroke(0.005f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setPaint(new Color(255, 255, 255, 70));
    for (int i = 0; i < 22; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble(HORIZON, bottom);
      g.draw(new Line2D.Double(x, y, x + random.nextDouble(0.03, 0.1), y));
    }
  }

  private static void street(Graphics2D g, SplittableRandom random) {
    double x = -0.02;
    while (x < 1) {
      double wide = random.nextDouble(0.08, 0.16);
      double high = random.nextDouble(0.08, 0.22);
      int shade = random.nextInt(110, 160);
      g.setPaint(new Color(shade, shade, shade + 15));
      g.fill(new Rectangle2D.Double(x, HORIZON - high + 0.02, wide, high + 0.06));
      x += wide + 0.01;
    }
    g.setPaint(new Color(0xA9B0A2));
    g.fill(new Rectangle2D.Double(0, HORIZON + 0.04, 1, 0.08));
    g.setPaint(new Color(0x5A5D66));
    g.fill(new Rectangle2D.Double(0, HORIZON + 0.12, 1, 1));
    g.setPaint(new Color(0xE8E4C9));
    for (int i = 0; i < 5; i++) {
      g.fill(new Rectangle2D.Double(0.04 + i * 0.21, 0.95, 0.11, 0.015));
    }
  }

  private static void indoors(Graphics2D g, Scene scene, SplittableRandom random) {
    Color[] walls = {
      new Color(0xF1E3CF), new Color(0xD9E4E1), new Color(0xE5DCE9), new Color(0xF3E2D8)
    };
    Color wall = walls[random.nextInt(walls.length)];
    SceneRenderer.blend(g, wall, wall.darker(), 0, 1.6);
    windowTo(g, scene, random.nextBoolean() ? 0.06 : 0.68);
    if (scene.ground() == Ground.TABLE) {
      SceneRenderer.blend(g, new Color(0xC58B55), new Color(0x9C6636), 0.70, 1);
      g.setPaint(new Color(255, 255, 255, 40));
      g.fill(new Rectangle2D.Double(0, 0.70, 1, 0.012));
    } else {
      SceneRenderer.blend(g, new Color(0xB79B7C), new Color(0x94795C), 0.72, 1);
      g.setPaint(new Color(0xFAF5EC));
      g.fill(new Rectangle2D.Double(0, 0.70, 1, 0.025));
    }
  }

  /** A window in the wall, so that an indoor scene has a time of day too. */
  private static void windowTo(Graphics2D g, Scene scene, double x) {
    g.setPaint(new Color(0xFDFBF7));
    g.fill(new RoundRectangle2D.Double(x - 0.015, 0.055, 0.29, 0.31, 0.02, 0.02));
    Color sky =
        switch (scene.daytime()) {
          case DAY -> new Color(0x9BD3F5);
          case SUNSET -> new Color(0xFFB273);
          case NIGHT -> new Color(0x141C4A);
        };
    g.setPaint(sky);
    g.fill(new Rectangle2D.Double(x, 0.07, 0.26, 0.28));
    g.setPaint(new Color(0xFDFBF7));
    Path2D bars = new Path2D.Double();
    bars.append(new Rectangle2D.Double(x + 0.124, 0.07, 0.012, 0.28), false);
    bars.append(new Rectangle2D.Double(x, 0.204, 0.26, 0.012), false);
    g.fill(bars);
  }
}
