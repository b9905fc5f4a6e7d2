package io.seir.refine;

import io.seir.ask.ModelAccess;
import io.seir.blob.BlobLocation;

/** Draws and refines the picture of the last turn of every sample, which ends it (METHOD, IR). */
public final class RefineImage {
  private RefineImage() {}

  /**
   * The transform, at the paper's depth.
   *
   * @param pictures where every drawn picture is stored, including those not chosen
   */
  public static RefineStage of(ModelAccess access, BlobLocation pictures) {
    return RefineStage.of(new ImageStage(ImageStage.HISTORY_IMAGES), access).withPictures(pictures);
  }

  /**
   * The same, with a different number of earlier pictures shown to the critic.
   *
   * @param historyImages how many, 0 for none
   */
  public static RefineStage of(ModelAccess access, BlobLocation pictures, int historyImages) {
    return RefineStage.of(new ImageStage(historyImages), access).withPictures(pictures);
  }
}
