package io.seir.kernels.build;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.tools.Builder;

/**
 * Build step: compiles the CPU engine where a C++ compiler is on the PATH, the CUDA engine where
 * nvcc is too, and for tests the CUDA engine's source on the host; says in one line what is left
 * out. Arguments: folder of the native sources, folder of the classes, folder of the tests' native
 * sources, folder for what only the build and the tests need.
 */
public final class NativeBuild {
  /** Every architecture that mma.sync and cp.async serve, and PTX for those to come. */
  private static final List<String> ARCHITECTURES = List.of("80", "86", "89", "90a", "100", "120");

  private NativeBuild() {}

  public static void main(String[] args) throws Exception {
    Path sources = Path.of(args[0]);
    Path classes = Path.of(args[1]);
    Path testSources = Path.of(args[2]);
    Path scratch = Path.of(args[3]);
    if (!Loader.getPlatform().equals("linux-x86_64") || !onPath("g++")) {
      System.out.println("no g++ for linux-x86_64 here: the Java kernels will do the work");
      return;
    }
    Path cuda = sources.resolve("cuda");
    Path folder = classes.resolve("io/seir/kernels/" + Loader.getPlatform());
    build("NativeCpu", classes, folder, List.of(sources), List.of("-I" + sources));
    if ("off".equals(System.getenv("SEIR_CUDA"))) {
      System.out.println("SEIR_CUDA=off: this build has no CUDA engine");
      return;
    }
    Files.createDirectories(scratch);
    Path shim = scratch.resolve("shim.o");
    if (isOlder(shim, List.of(sources, cuda, testSources))) {
      run(
          List.of(
              "g++",
              "-std=c++17",
              "-O2",
              "-fPIC",
              "-mf16c",
              "-mfma",
              "-DSEIR_HOST",
              "-w",
              "-I",
              testSources.toString(),
              "-I",
              cuda.toString(),
              "-I",
              sources.toString(),
              "-c",
              testSources.resolve("host_shim.cpp").toString(),
              "-o",
              shim.toString()));
    }
    build(
        "NativeCuda",
        classes,
        scratch,
        List.of(sources, cuda, testSources),
        List.of("-I" + cuda, "-I" + sources, shim.toString()));
    Path object = scratch.resolve("seir_cuda.o");
    if (!onPath("nvcc")) {
      System.out.println("no nvcc here: this build has no CUDA engine");
      return;
    }
    if (isOlder(object, List.of(sources, cuda))) {
      List<String> nvcc =
          new ArrayList<>(
              List.of(
                  "nvcc",
                  "-std=c++17",
                  "-O3",
                  "--threads",
                  "0", // as many as there are processors
                  "-Xptxas",
                  "-v",
                  "-Xfatbin=-compress-all",
                  "-Xcompiler",
                  "-fPIC,-w",
                  "-cudart",
                  "static",
                  "-I",
                  sources.toString(),
                  "-c",
                  cuda.resolve("seir_cuda.cu").toString(),
                  "-o",
                  object.toString()));
      for (String architecture : ARCHITECTURES) {
        nvcc.add("-gencode");
        nvcc.add("arch=compute_" + architecture + ",code=sm_" + architecture);
      }
      nvcc.add("-gencode");
      nvcc.add("arch=compute_80,code=compute_80");
      run(nvcc, scratch.resolve("ptxas.log"));
    }
    List<String> link = new ArrayList<>(List.of("-I" + cuda, "-I" + sources, object.toString()));
    link.addAll(cudaLibraries());
    link.addAll(List.of("-Wl,--exclude-libs,ALL", "-lcudart_static", "-ldl", "-lrt", "-lpthread"));
    build("NativeCuda", classes, folder, List.of(sources, cuda), link);
  }

  /** Builds the glue of a class, with what it is to be linked with. */
  private static void build(
      String glue, Path classes, Path folder, List<Path> sources, List<String> compiler)
      throws Exception {
    Path library = folder.resolve("libjni" + glue + ".so");
    if (!isOlder(library, sources)) {
      return;
    }
    List<String> arguments =
        new ArrayList<>(List.of("-classpath", classes.toString(), "-d", folder.toString()));
    for (String option :
        Stream.concat(Stream.of("-std=c++17", "-O3", "-w"), compiler.stream()).toList()) {
      arguments.add("-Xcompiler");
      arguments.add(option);
    }
    arguments.add("io.seir.kernels." + glue);
    Builder.main(arguments.toArray(String[]::new));
    if (!Files.exists(library)) {
      throw new IllegalStateException("g++ is on the PATH but made no " + library);
    }
  }

  /** Where nvcc would have its linker look; the program on the PATH may be a link or a script. */
  private static List<String> cudaLibraries() throws IOException {
    Process nvcc =
        new ProcessBuilder("nvcc", "-dryrun", "none.cu").redirectErrorStream(true).start();
    String said = new String(nvcc.getInputStream().readAllBytes(), Charset.defaultCharset());
    return said.lines()
        .filter(line -> line.startsWith("#$ LIBRARIES="))
        .flatMap(line -> Pattern.compile("-L[^\\s\"]+").matcher(line).results())
        .map(MatchResult::group)
        .toList();
  }

  private static void run(List<String> command) throws Exception {
    ended(command, new ProcessBuilder(command).inheritIO().start());
  }

  /** With all it says in a file, which is shown if it fails. */
  private static void run(List<String> command, Path log) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process process = builder.redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      System.out.println(Files.readString(log));
    }
    ended(command, process);
  }

  private static void ended(List<String> command, Process process) throws Exception {
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException(command.get(0) + " ended with " + status);
    }
  }

  private static boolean onPath(String program) {
    return programs(program).findFirst().isPresent();
  }

  private static Stream<Path> programs(String name) {
    String path = System.getenv("PATH");
    return Stream.of((path == null ? "" : path).split(Pattern.quote(File.pathSeparator), -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable);
  }

  /** Whether something made is missing, or older than any file of the folders. */
  private static boolean isOlder(Path made, List<Path> folders) throws IOException {
    if (!Files.exists(made)) {
      return true;
    }
    for (Path folder : folders) {
      if (newest(folder).compareTo(Files.getLastModifiedTime(made)) >= 0) {
        return true;
      }
    }
    return false;
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
