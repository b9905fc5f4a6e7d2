package io.seir.kernels;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.tools.Builder;

/**
 * Build step: compiles the CPU engine where a C++ compiler is on the PATH, and says so in one line
 * where there is none. Arguments: folder of the native sources, folder of the classes.
 */
public final class NativeBuild {
  private NativeBuild() {}

  public static void main(String[] args) throws Exception {
    Path sources = Path.of(args[0]);
    Path classes = Path.of(args[1]);
    if (!Loader.getPlatform().equals("linux-x86_64") || !onPath("g++")) {
      System.out.println("no g++ for linux-x86_64 here: the Java kernels will do the work");
      return;
    }
    Path folder = classes.resolve("io/seir/kernels/" + Loader.getPlatform());
    Path library = folder.resolve("libjniNativeCpu.so");
    if (Files.exists(library)
        && newest(sources).compareTo(Files.getLastModifiedTime(library)) < 0) {
      return;
    }
    Builder.main(
        new String[] {
          "-classpath",
          classes.toString(),
          "-d",
          folder.toString(),
          "-Xcompiler",
          "-I" + sources,
          "-Xcompiler",
          "-std=c++17",
          "-Xcompiler",
          "-O3",
          "-Xcompiler",
          "-w",
          NativeCpu.class.getName()
        });
    if (!Files.exists(library)) {
      throw new IllegalStateException("g++ is on the PATH but made no " + library);
    }
  }

  private static boolean onPath(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static FileTime newest(Path folder) throws IOException {
    FileTime newest = FileTime.fromMillis(0);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        FileTime time = Files.getLastModifiedTime(file);
        newest = time.compareTo(newest) > 0 ? time : newest;
      }
    }
    return newest;
  }
}
