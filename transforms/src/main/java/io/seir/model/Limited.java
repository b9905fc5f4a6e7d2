package io.seir.model;

import java.util.concurrent.Semaphore;

/** Models that take only so many calls at once; further callers wait their turn. */
final class Limited {
  private Limited() {}

  static ChatModel chat(ChatModel model, int concurrency) {
    Semaphore places = new Semaphore(concurrency, true);
    return request -> {
      enter(places);
      try {
        return model.reply(request);
      } finally {
        places.release();
      }
    };
  }

  static ImageModel image(ImageModel model, int concurrency) {
    Semaphore places = new Semaphore(concurrency, true);
    return request -> {
      enter(places);
      try {
        return model.draw(request);
      } finally {
        places.release();
      }
    };
  }

  private static void enter(Semaphore places) throws ModelException {
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ModelException.permanentFault("cancelled", "the run was cancelled");
    }
  }
}
