package io.seir.kernels;

/**
 * Which GPU of those that this JVM sees is used, by the kernels and by encoders: the system
 * property {@value #PROPERTY}, else the environment variable {@value #VARIABLE}, else the first.
 * Where several JVMs share a machine, each is given its own so, or by {@code CUDA_VISIBLE_DEVICES}.
 */
public final class GpuIndex {
  public static final String PROPERTY = "seir.gpu";
  public static final String VARIABLE = "SEIR_GPU";

  private GpuIndex() {}

  /**
   * From 0.
   *
   * @throws IllegalArgumentException if what is set is not such a number
   */
  public static int get() {
    String set = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, "0"));
    if (!set.matches("\\d{1,3}")) {
      throw new IllegalArgumentException(
          PROPERTY + " or " + VARIABLE + " is '" + set + "'; expected the index of a GPU, from 0");
    }
    return Integer.parseInt(set);
  }
}
