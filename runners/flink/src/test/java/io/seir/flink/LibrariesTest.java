package io.seir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.data.InputException;
import io.seir.runner.RunnerSupport.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Flink's lib/ of small jars beside what is needed. */
class LibrariesTest {
  @TempDir Path folder;
  private Path needed = Path.of("");
  private Path lib = Path.of("");

  @BeforeEach
  void folders() throws IOException {
    needed = Files.createDirectory(folder.resolve("needed"));
    lib = Files.createDirectory(folder.resolve("lib"));
    jar(needed.resolve("kernels-2.jar"), "io/k/Kernels.class", "the second");
    jar(needed.resolve("natives-1.jar"), "linux/libnatives.so", "machine code");
  }

  /** With a notice that every jar has, and that is larger than all else. */
  private static void jar(Path file, String entry, String content) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("META-INF/LICENSE"));
      zip.write("licence".repeat(100).getBytes());
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content.getBytes());
    }
  }

  private String faults() {
    List<Finding> all = new Libraries(needed).examine(lib);
    return all.stream()
        .filter(Finding::fault)
        .map(one -> one.what() + ": " + one.said())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void allIsThereWhateverItsName() throws IOException {
    Files.copy(needed.resolve("kernels-2.jar"), lib.resolve("k.jar"));
    Files.copy(needed.resolve("natives-1.jar"), lib.resolve("natives-1.jar"));
    assertEquals("", faults());
    assertEquals("present, as k.jar", new Libraries(needed).examine(lib).get(0).said());
  }

  @Test
  void whatIsMissingDoubledOrOldIsNamed() throws IOException {
    jar(lib.resolve("kernels-1.jar"), "io/k/Kernels.class", "the first");
    assertEquals(
        "kernels-2.jar: a different version is there: kernels-1.jar; replace it with "
            + needed
            + "/kernels-2.jar\n"
            + "natives-1.jar: missing; copy it from "
            + needed,
        faults());
    Files.copy(needed.resolve("kernels-2.jar"), lib.resolve("kernels-2.jar"));
    Files.copy(needed.resolve("natives-1.jar"), lib.resolve("natives-1.jar"));
    assertEquals("kernels-2.jar: duplicated: kernels-1.jar, kernels-2.jar; keep one", faults());
  }

  @Test
  void aJobsJarDoesNotBelongThere() throws IOException {
    allIsThereWhateverItsName();
    jar(lib.resolve("seir.jar"), "io/seir/cli/Seir.class", "a job");
    assertTrue(faults().startsWith("seir.jar: contains a job's classes"), faults());
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    Files.writeString(lib.resolve("broken.jar"), "no zip");
    String said = assertThrows(InputException.class, this::faults).getMessage();
    assertTrue(said.contains("broken.jar cannot be read as a jar"), said);
    Libraries wrong = new Libraries(needed);
    assertThrows(InputException.class, () -> wrong.examine(folder.resolve("none")));
  }
}
