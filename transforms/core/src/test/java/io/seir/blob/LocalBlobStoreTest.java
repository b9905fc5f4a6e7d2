package io.seir.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobStoreTest {
  @TempDir Path folder;

  @Test
  void theSamePictureIsStoredOnce() throws IOException {
    LocalBlobStore store = new LocalBlobStore(folder);
    Picture picture = new Picture(new byte[] {1, 2, 3});
    ImageRef ref = store.put(picture, 1, 1);
    assertEquals(ref, store.put(new Picture(new byte[] {1, 2, 3}), 1, 1));
    assertEquals(picture.sha256(), store.get(ref).sha256());
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(1, files.filter(Files::isRegularFile).count(), "no half-written files");
    }
  }

  @Test
  void noReferenceLeadsOutsideAndNoChangedPictureIsBelieved() throws IOException {
    LocalBlobStore store = new LocalBlobStore(folder);
    assertThrows(
        IOException.class,
        () -> store.get(ImageRef.stored("../../etc/passwd", "0".repeat(64), 1, 1)));
    ImageRef ref = store.put(new Picture(new byte[] {1}), 1, 1);
    Files.write(folder.resolve(ref.uri()), new byte[] {2});
    IOException e = assertThrows(IOException.class, () -> store.get(ref));
    assertTrue(e.getMessage().contains("not the picture"), e.getMessage());
  }
}
