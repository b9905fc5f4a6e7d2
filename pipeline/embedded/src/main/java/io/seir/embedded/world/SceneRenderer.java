package io.seir.embedded.world;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** Turns a scene into pixels. The same scene gives the same pixels at a given size. */
public final class SceneRenderer {
  private final Sprites sprites = Sprites.shared();
  private final Backdrop backdrop = new Backdrop();

  /** An RGB picture of {@code side} × {@code side} pixels. */
  public BufferedImage render(Scene scene, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.scale(side, side);
    backdrop.paint(g, scene);
    for (SceneObject placed : scene.objects()) {
      SceneObject object = placed.shifted(scene.finish().shift());
      shadow(g, scene, object);
      sprite(g, scene, object, side);
    }
    if (!scene.ground().indoors()) {
      backdrop.paintWeather(g, scene);
    }
    if (scene.daytime() == Daytime.NIGHT) {
      fill(g, scene.ground().indoors() ? new Color(20, 20, 70, 40) : new Color(10, 12, 60, 70));
    }
    g.dispose();
    if (scene.style() != Style.FLAT || !scene.finish().equals(Finish.CLEAN)) {
      int[] drawn = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
      int[] styled = new Stylist(side).apply(scene.style(), drawn);
      new Spoiler(side).apply(scene.finish(), styled, scene.seed());
      System.arraycopy(styled, 0, drawn, 0, drawn.length);
    }
    return image;
  }

  private static void fill(Graphics2D g, Color color) {
    g.setPaint(color);
    g.fill(new Rectangle2D.Double(0, 0, 1, 1));
  }

  private static void shadow(Graphics2D g, Scene scene, SceneObject object) {
    if (object.flies()) {
      return;
    }
    double wide = object.height() * 0.42;
    double y = object.base() - object.height() * 0.03;
    AffineTransform before = g.getTransform();
    g.translate(object.x(), y);
    g.scale(1, 0.18);
    boolean water = object.concept().place() == Place.WATER && scene.ground() == Ground.SEA;
    Color dark = water ? new Color(255, 255, 255, 110) : new Color(0, 0, 0, 90);
    Color clear = new Color(dark.getRed(), dark.getGreen(), dark.getBlue(), 0);
    g.setPaint(
        new RadialGradientPaint(
            0f, 0f, (float) wide, new float[] {0.3f, 1f}, new Color[] {dark, clear}));
    g.fill(new Ellipse2D.Double(-wide, -wide, 2 * wide, 2 * wide));
    g.setTransform(before);
  }

  private void sprite(Graphics2D g, Scene scene, SceneObject object, int side) {
    BufferedImage raster =
        sprites.atLeast(
            scene.icons(), object.concept().icon(), object.colour(), object.height() * side);
    double scale = object.height() / raster.getWidth();
    AffineTransform place =
        AffineTransform.getTranslateInstance(
            object.x() + (object.mirrored() ? 0.5 : -0.5) * object.height(),
            object.base() - object.height());
    place.scale(object.mirrored() ? -scale : scale, scale);
    g.setComposite(AlphaComposite.SrcOver);
    g.drawImage(raster, place, null);
  }

  /** A vertical blend over the strip from {@code top} to {@code bottom}. */
  static void blend(Graphics2D g, Color above, Color below, double top, double bottom) {
    g.setPaint(new GradientPaint(0f, (float) top, above, 0f, (float) bottom, below));
    g.fill(new Rectangle2D.Double(0, top, 1, bottom - top));
  }

  /** A closed shape under a wavy line. */
  static Path2D hill(double base, double rise, double phase, double waves) {
    Path2D path = new Path2D.Double();
    path.moveTo(0, 1);
    for (int i = 0; i <= 24; i++) {
      double x = i / 24.0;
      path.lineTo(x, base - rise * (0.5 + 0.5 * Math.sin(phase + waves * x * Math.PI)));
    }
    path.lineTo(1, 1);
    path.closePath();
    return path;
  }
}
