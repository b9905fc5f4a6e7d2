package io.seir.export;

import io.seir.blob.SamplePictures;
import java.io.Serializable;

/**
 * How samples become examples.
 *
 * @param folder of the export, absolute or of any scheme that {@link io.seir.blob.Locations} knows
 * @param pictures where the pictures of the samples are
 * @param imageToken stands for a picture in a text; empty for the format's own
 * @param picturesInAnswers whether an answer shows the picture (to learn to answer with pictures),
 *     or the question does (to learn to understand them)
 * @param jpeg quality of JPEG pictures, 1 to 100; 0 leaves pictures as they are
 * @param absolute whether paths of pictures are absolute
 * @param systems whether samples of several systems are exported, so that ids need their names
 * @param preferences which pairs are written
 * @param gap how much better the better one of a pair is rated at least
 * @param rater rates pictures of a pair anew
 * @param edits which pairs of pictures are edits
 * @param about what cards state
 */
public record ExportSettings(
    String folder,
    SamplePictures pictures,
    String imageToken,
    boolean picturesInAnswers,
    int jpeg,
    boolean absolute,
    boolean systems,
    Preferences preferences,
    double gap,
    PictureRater rater,
    Edits edits,
    About about)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Plain examples with pictures as they are, shown by answers. */
  public static ExportSettings to(String folder) {
    return new ExportSettings(
        folder,
        SamplePictures.besideTheirFile(),
        "",
        true,
        0,
        false,
        false,
        Preferences.NONE,
        0,
        PictureRater.NONE,
        Edits.NONE,
        About.of("seir"));
  }

  /** The token of a picture, or the format's own where none was chosen. */
  public String token(String own) {
    return imageToken.isEmpty() ? own : imageToken;
  }
}
