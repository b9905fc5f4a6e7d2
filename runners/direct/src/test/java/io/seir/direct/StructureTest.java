package io.seir.direct;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.junit.jupiter.api.Test;

/** The arrows between packages, over everything that this runner's class path holds of ours. */
class StructureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.seir");

  private static final String BEAM = "org.apache.beam..";

  @Test
  void thereIsNoCycleOfPackages() {
    assertTrue(OURS.size() > 300, "the classes were found: " + OURS.size());
    slices().matching("io.seir.(**)").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void arrowsPointOneWay() {
    noClasses()
        .that()
        .resideInAPackage("io.seir.kernels..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are ours and not kernels",
                (JavaClass other) ->
                    other.getPackageName().startsWith("io.seir")
                        && !other.getPackageName().startsWith("io.seir.kernels")))
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("io.seir.sample..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are ours and not samples",
                (JavaClass other) ->
                    other.getPackageName().startsWith("io.seir")
                        && !other.getPackageName().equals("io.seir.sample")))
        .check(OURS);
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.seir.model",
            "io.seir.prompt",
            "io.seir.journal",
            "io.seir.refine",
            "io.seir.judge",
            "io.seir.features",
            "io.seir.data",
            "io.seir.safety",
            "io.seir.similar",
            "io.seir.duplicates",
            "io.seir.ask")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.seir.embedded..",
            "io.seir.cli..",
            "io.seir.pipeline..",
            "io.seir.report..",
            "io.seir.run..",
            "io.seir.estimate..",
            "io.seir.input..",
            "io.seir.model.openai..",
            "io.seir.model.onnx..")
        .check(OURS);
  }

  /** What is special to a runner is in its own room. */
  @Test
  void theCommandLineKnowsNoRunner() {
    noClasses()
        .that()
        .resideInAnyPackage("io.seir.cli..", "io.seir.pipeline..", "io.seir.run..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.beam.runners..",
            "io.seir.direct..",
            "io.seir.flink..",
            "io.seir.dataflow..")
        .check(OURS);
  }

  private static final DescribedPredicate<JavaClass> BUT_FOR_THE_NAME_OF_A_CODER =
      DescribedPredicate.describe(
          "are Beam's, but for the name of a value's coder",
          (JavaClass other) ->
              other.getPackageName().startsWith("org.apache.beam")
                  && !other.getSimpleName().equals("DefaultCoder"));

  private static final DescribedPredicate<JavaClass> OF_BEAM =
      DescribedPredicate.describe(
          "are transforms, steps and coders, or belong to one", StructureTest::isOfBeam);

  private static boolean isOfBeam(JavaClass one) {
    return one.isAssignableTo(PTransform.class)
        || one.isAssignableTo(DoFn.class)
        || one.isAssignableTo(Coder.class)
        || one.getEnclosingClass().map(StructureTest::isOfBeam).orElse(false);
  }

  /** The method is plain Java; Beam is in transforms and steps, coders and results alone. */
  @Test
  void logicKnowsNoBeam() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.seir.kernels..",
            "io.seir.model..",
            "io.seir.prompt..",
            "io.seir.journal..",
            "io.seir.embedded..",
            "io.seir.report..",
            "io.seir.run..",
            "io.seir.estimate..",
            "io.seir.input..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BEAM)
        .check(OURS);
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.seir.refine",
            "io.seir.judge",
            "io.seir.features",
            "io.seir.ask",
            "io.seir.safety",
            "io.seir.data",
            "io.seir.data.formats")
        .and(DescribedPredicate.not(OF_BEAM))
        .and()
        .doNotHaveSimpleName("Beside")
        .should()
        .dependOnClassesThat(BUT_FOR_THE_NAME_OF_A_CODER)
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("io.seir.sample")
        .and()
        .haveNameNotMatching("io\\.seir\\.sample\\.(JsonCoder|Result|BadRecords)(\\$.*)?")
        .should()
        .dependOnClassesThat(BUT_FOR_THE_NAME_OF_A_CODER)
        .check(OURS);
  }
}
